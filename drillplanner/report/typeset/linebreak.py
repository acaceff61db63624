"""Break plain text into lines by the Chinese rules."""

from __future__ import annotations

from collections.abc import Callable


def break_lines(
    text: str, width: float, measure: Callable[[str], float], first_width: float | None = None
) -> list[str]:
    """Break `text` into lines no wider than `width`.

    `measure` gives a string's width and must be additive. `first_width` is for a first line
    with an indent.
    """
    raise NotImplementedError
