"""Give a short code that ties a signature to the records and the score it stands under."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, replace

from drillplanner.report.subject import Subject
from drillplanner.review.observation import Hold


def check_code(subject: Subject) -> str:
    """Give 16 hexadecimal digits that change when the log, the chains or the score change.

    The first 64 bits of SHA-256 over the log's values, the chains, the script's id and the
    scorecard's values, as UTF-8 JSON.
    """
    inputs = subject.inputs
    parts = [
        inputs.script.id,
        inputs.scorecard.rules,
        [astuple(row) for row in inputs.log.observations],
        [astuple(mark) for mark in inputs.log.sync_marks],
        [astuple(offset) for offset in inputs.log.offsets],
        [_hold(hold) for hold in inputs.log.holds],
        sorted(inputs.log.not_applicable.items()),
        [astuple(chain) for chain in inputs.chains],
        astuple(inputs.scorecard.whole),
        [(t.id, t.verdict, t.elapsed_s, t.score) for t in inputs.scorecard.targets],
    ]
    text = json.dumps(parts, default=str, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return "-".join(digest[start : start + 4] for start in range(0, 16, 4))


def _hold(hold: Hold) -> tuple[object, ...]:
    """Leave out why it was held: the chains seal these words, and older codes stay as printed."""
    return astuple(replace(hold, reason="", said=""))[:-2]
