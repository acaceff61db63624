"""Head counts are read as they are written, and as hands type them."""

from __future__ import annotations

import pytest

from drillplanner.base.heads import typed_heads


@pytest.mark.parametrize(
    ("text", "due", "expected"),
    [
        ("38", 40, ("38/40", "")),
        ("36+2 两人在医务室", 40, ("36+2/40", "两人在医务室")),
        ("38/41", 40, ("38/41", "")),
        ("３８／４０，缺小明", None, ("38/40", "缺小明")),
        ("40", None, None),
        ("all", 40, None),
        ("", 40, None),
        ("38x", 40, None),
    ],
)
def test_a_head_count_is_read_as_it_is_typed(
    text: str, due: int | None, expected: tuple[str, str] | None
) -> None:
    read = typed_heads(text, due)

    assert (None if read is None else (str(read[0]), read[1])) == expected
