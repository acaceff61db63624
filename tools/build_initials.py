"""Build resources/pinyin/initials.txt: a line a letter, with the characters read so.

Run it with pinyin_dict.json of pypinyin (MIT, https://github.com/mozillazg/python-pinyin), whose
readings are those of pinyin-data (MIT): `python tools/build_initials.py pinyin_dict.json`.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

OUT = Path(__file__).parents[1] / "resources" / "pinyin" / "initials.txt"


def initials(readings: str) -> set[str]:
    """Give the first letters of readings that are parted by commas, without tones."""
    found = set()
    for reading in readings.split(","):
        first = unicodedata.normalize("NFD", reading.strip())[:1].lower()
        if first.isascii() and first.isalpha():
            found.add(first)
    return found


def main(source: Path) -> None:
    """Write the table, a line a letter, its characters in the order of their code points."""
    lines: dict[str, list[str]] = {}
    for code, readings in sorted(json.loads(source.read_text("utf-8")).items(), key=_by_code):
        for letter in initials(readings):
            lines.setdefault(letter, []).append(chr(int(code)))
    text = "".join(f"{letter}{''.join(lines[letter])}\n" for letter in sorted(lines))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(text, encoding="utf-8", newline="\n")


def _by_code(item: tuple[str, str]) -> int:
    return int(item[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
