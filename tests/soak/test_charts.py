"""Charts are made and dropped by the thousand, while Python collects and workers are busy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# The collector passes at random moments, as it would in a program that allocates.
PROBE = """
import gc
import random
import sys
import threading
import time

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from drillplanner.terms.timeline import Timeline, TimelineRow
from ui.system.lifetime import Collector, keep_until_destroyed
from ui.theme.theme import Dress
from ui.theme.tokens import LIGHT
from ui.widgets.timeline.panel import load_chart

application = QApplication([])
collector = Collector()
collector.start()
TimelineChart = load_chart()
rows = tuple(TimelineRow(f"step {n}", f"s{n}", (n, n), (n, n + 1)) for n in range(60))
timeline = Timeline(rows, holds=((5, 9),))
is_over = threading.Event()


def allocate():
    while not is_over.is_set():
        cycle = [{} for _n in range(200)]
        cycle.append(cycle)
        time.sleep(0.002)


threads = [threading.Thread(target=allocate) for _n in range(2)]
for thread in threads:
    thread.start()
chance = random.Random(8)
for number in range(int(sys.argv[1])):
    page = QWidget()
    keep_until_destroyed(page)
    column = QVBoxLayout(page)
    page.chart = TimelineChart(Dress(LIGHT), str, "chart", page)
    page.chart.page = page
    column.addWidget(page.chart)
    page.chart.show_timeline(timeline, "")
    page.resize(400, 300)
    page.show()
    page.chart.box.zoom(1.5)
    if chance.random() < 0.3:
        page.grab()
    if chance.random() < 0.2:
        gc.collect(chance.choice((0, 1, 1, 2)))
    page.deleteLater()
    del page
    if chance.random() < 0.5:
        application.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
is_over.set()
for thread in threads:
    thread.join()
for _turn in range(3):
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    application.processEvents()
gc.collect()
left = [one for one in gc.get_objects() if isinstance(one, TimelineChart)]
assert not left, len(left)
collector.stop()
print("alive")
"""


@pytest.mark.parametrize("count", [60, pytest.param(5000, marks=pytest.mark.soak)])
def test_charts_are_made_and_dropped(count: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(count)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )

    assert done.stdout == "alive\n", (done.returncode, done.stderr[-2000:])
