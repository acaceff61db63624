"""Tell PDF readers which character each embedded glyph stands for."""

from __future__ import annotations

from collections.abc import Sequence

#: The most entries one list of a CMap may hold (Adobe Technical Note 5411, 1.4.1).
_LIST_MAX = 100

_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange"""

_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def to_unicode_map(name: str, points: Sequence[int]) -> str:
    """Write the ToUnicode CMap of a one-byte font whose code n draws `points[n]`.

    Code points above U+FFFF become surrogate pairs, as ISO 32000-1, 9.10.3 asks. A code
    point below the space marks an unused code and is left out.
    """
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(points)
        if point >= ord(" ")
    ]
    parts = [_HEAD.format(name=name)]
    for start in range(0, len(entries), _LIST_MAX):
        chunk = entries[start : start + _LIST_MAX]
        parts += [f"{len(chunk)} beginbfchar", *chunk, "endbfchar"]
    return "\n".join([*parts, _TAIL])
