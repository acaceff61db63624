"""No tip of the window takes somebody's words for markup: Qt guesses, and opens files it names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).parents[2] / "ui"


def tips() -> Iterator[tuple[str, ast.expr]]:
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "setToolTip"
            ):
                yield f"{path.relative_to(UI)}:{node.lineno}", node.args[0]


def is_ours(words: ast.expr) -> bool:
    """Whether a tip is a fixed sentence of ours, in translation, or made plain."""
    if not isinstance(words, ast.Call):
        return isinstance(words, ast.Constant)
    name = words.func.id if isinstance(words.func, ast.Name) else getattr(words.func, "attr", "")
    if name == "plain_tip":
        return True
    return (
        name in ("say", "_say")
        and len(words.args) == 1
        and isinstance(words.args[0], ast.Call)
        and not words.args[0].keywords
    )


def test_every_tip_is_a_sentence_of_ours_or_made_plain() -> None:
    found = list(tips())

    assert len(found) > 5
    assert [place for place, words in found if not is_ours(words)] == []
