"""A workbook of ours that LibreOffice opened, changed and saved brings exactly that change."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from drillplanner.exchange.importing.opening import open_tables
from drillplanner.exchange.scripts.columns import Form
from drillplanner.exchange.scripts.workbook_reader import Returned, read_back
from drillplanner.exchange.scripts.workbook_writer import script_workbook
from drillplanner.plan.comparing.difference import compare
from drillplanner.services.plan.scripts import samples

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here"),
]
FORMS: tuple[Form, ...] = ("hseep", "script")
SCRIPT = samples()[2].script
OLD = "护学岗发现异常车辆，鸣哨示警"
NEW = "护学岗发现异常车辆，鸣哨示警并呼叫“=1+1”"


def converted(path: Path, kind: str) -> Path:
    """Let LibreOffice open a file and save it as another kind."""
    profile = path.parent / "profile"
    out = path.parent / "out"
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"),
            *("--convert-to", kind, "--outdir", str(out), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    made = out / f"{path.stem}.{kind}"
    assert made.exists()
    return made


def back(path: Path) -> Returned:
    found = read_back(open_tables(path).sheets)
    assert found is not None
    return found


@pytest.mark.parametrize("form", FORMS)
def test_what_libreoffice_saved_reads_back_with_exactly_what_was_changed(
    form: Form, tmp_path: Path
) -> None:
    path = tmp_path / "script.xlsx"
    path.write_bytes(script_workbook(SCRIPT, form, "zh_CN"))
    flat = converted(path, "fods")
    text = flat.read_text(encoding="utf-8")
    unchanged = converted(flat, "xlsx")
    assert compare(SCRIPT, back(unchanged).draft.script, "zh_CN").is_empty

    # The hidden sheet with the script itself stays as it was: only a cell is typed over.
    begun = text.index("<table:table ")
    cell = re.compile(rf"<text:p>{re.escape(OLD)}</text:p>")
    assert cell.search(text, begun)
    flat.write_text(
        text[:begun] + cell.sub(f"<text:p>{NEW}</text:p>", text[begun:], count=1), encoding="utf-8"
    )
    found = back(converted(flat, "xlsx"))

    assert found.faults == ()
    (change,) = compare(SCRIPT, found.draft.script, "zh_CN").changes
    (field,) = change.fields
    assert (change.part, change.fate, field.name) == ("steps", "changed", "text")
    assert (field.before, field.after) == (OLD, NEW)
