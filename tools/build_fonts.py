"""Build the two fonts the program ships, from the fonts and tables Debian packages.

    apt install fonts-noto-cjk unicode-data
    python tools/build_fonts.py [--out DIR]

Needs fontTools. The same inputs and the same fontTools give the same bytes. The result is
committed, so nobody needs this to run or test the program; docs/fonts.md tells the choices.
"""

from __future__ import annotations

import argparse
import bz2
import hashlib
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable

NOTO = Path("/usr/share/fonts/opentype/noto")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
DEBIAN_COPYRIGHT = Path("/usr/share/doc/fonts-noto-cjk/copyright")
OUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"

FAMILY = "DrillPlanner Sans SC"
SOURCE_FACE = "NotoSansCJKsc"
WEIGHTS = ("Regular", "Bold")
#: Largest distance of the quadratic outline from the cubic one, in units of a 1000-unit em.
MAX_ERROR = 1.0
#: 通用规范汉字表 (2013) has 8105 characters; another count means another table.
TABLE_SIZE = 8105

#: Fields of "maxp" that only hinted or composite glyphs use; the rest is counted on saving.
MAXP_UNUSED = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
    "maxPoints",
    "maxContours",
    "maxCompositePoints",
    "maxCompositeContours",
    "maxComponentDepth",
)

#: ‘ ’ “ ” …: also kept in their narrow form, at U+E000 + (code point - U+2000).
NARROW = (0x2018, 0x2019, 0x201C, 0x201D, 0x2026)
NARROW_BASE = 0xE000 - 0x2000

#: Blocks taken whole, as far as Noto Sans CJK SC draws them.
BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin with accents
    (0x01CD, 0x01DC),  # pinyin
    (0x01F8, 0x01F9),
    (0x02C6, 0x02DD),
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),  # punctuation
    (0x2070, 0x209F),
    (0x20A0, 0x20CF),
    (0x2100, 0x218F),  # ℃ № Ⅷ
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2300, 0x23FF),
    (0x2460, 0x24FF),  # ① ⑴
    (0x2500, 0x25FF),  # lines, blocks, shapes
    (0x2600, 0x27BF),  # symbols, ticks
    (0x2E80, 0x2FDF),  # radicals
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3200, 0x33FF),  # ㈠ ㎡
    (0xFE10, 0xFE4F),
    (0xFF00, 0xFFEF),  # full-width forms
)


def table_8105() -> set[int]:
    """Read 通用规范汉字表 from Unihan's kTGH."""
    lines = bz2.decompress(UNIHAN.read_bytes()).decode("utf-8").splitlines()
    found = {
        int(line.split("\t")[0][2:], 16)
        for line in lines
        if line.startswith("U+") and line.split("\t")[1] == "kTGH"
    }
    if len(found) != TABLE_SIZE:
        sys.exit(f"kTGH holds {len(found)} characters, not {TABLE_SIZE}: look at the table first")
    return found


def gb2312() -> set[int]:
    """List every character of GB 2312, Chinese and not."""
    cells = (bytes((row, cell)) for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF))
    return {ord(text) for pair in cells if (text := pair.decode("gb2312", errors="ignore"))}


def wanted() -> set[int]:
    """List the code points to keep: no control, format or private character."""
    blocks = {point for first, last in BLOCKS for point in range(first, last + 1)}
    return {
        point
        for point in table_8105() | gb2312() | blocks
        if not unicodedata.category(chr(point)).startswith("C")
    }


def open_face(weight: str) -> TTFont:
    """Open the Simplified Chinese face of one weight."""
    collection = TTCollection(str(NOTO / f"NotoSansCJK-{weight}.ttc"), lazy=True)
    for font in collection.fonts:
        if font["name"].getDebugName(6) == f"{SOURCE_FACE}-{weight}":
            font.recalcTimestamp = False
            return font
    sys.exit(f"NotoSansCJK-{weight}.ttc has no face {SOURCE_FACE}-{weight}")


def add_narrow(font: TTFont) -> set[int]:
    """Reach the proportional quotes and ellipsis through private code points; give these.

    One code point serves both languages: “ is two columns wide in Chinese and must be
    narrow in English. The face has the narrow glyphs behind OpenType's "pwid".
    """
    layout = font["GSUB"].table
    numbers = {
        number
        for record in layout.FeatureList.FeatureRecord
        if record.FeatureTag == "pwid"
        for number in record.Feature.LookupListIndex
    }
    narrow: dict[str, str] = {}
    for number in sorted(numbers):
        for table in layout.LookupList.Lookup[number].SubTable:
            narrow.update(getattr(table, "ExtSubTable", table).mapping)
    cmap = font.getBestCmap()
    for point in NARROW:
        for table in font["cmap"].tables:
            if table.isUnicode() and not hasattr(table, "uvsDict"):
                table.cmap[NARROW_BASE + point] = narrow[cmap[point]]
    return {NARROW_BASE + point for point in NARROW}


def subset(font: TTFont, points: Iterable[int]) -> None:
    """Keep the glyphs of `points` and drop every layout table: widths then simply add up."""
    options = Options()
    options.layout_features = []
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    options.notdef_outline = True
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)


def to_truetype(font: TTFont) -> None:
    """Replace cubic outlines by quadratic ones, which reportlab can embed."""
    glyphs: dict[str, Any] = {}
    source = font.getGlyphSet()
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        source[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    order = font.getGlyphOrder()
    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    for name in order:
        glyphs[name].recalcBounds(glyf)
        width, _ = font["hmtx"].metrics[name]
        font["hmtx"].metrics[name] = (width, getattr(glyphs[name], "xMin", 0))
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    for field in MAXP_UNUSED:
        setattr(maxp, field, 0)
    maxp.maxZones, maxp.numGlyphs = 1, len(order)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font["head"].flags = 0b11
    font.sfntVersion = "\x00\x01\x00\x00"


def rename(font: TTFont, weight: str) -> None:
    """Give our own names: Noto is a trademark, and reportlab mixes up equal PostScript names."""
    table = font["name"]
    version = (table.getDebugName(5) or "").split(";")[0]
    notices = {number: table.getDebugName(number) or "" for number in (0, 13, 14)}
    names = {
        0: f"{notices[0]} Modified: {FAMILY} is a subset with converted outlines.",
        1: FAMILY,
        2: weight,
        3: f"{version};{FAMILY} {weight}",
        4: FAMILY if weight == "Regular" else f"{FAMILY} {weight}",
        5: version,
        6: f"{FAMILY.replace(' ', '')}-{weight}",
        13: notices[13],
        14: notices[14] or "https://openfontlicense.org",
    }
    table.names = []
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].fsSelection = 0b1000000 if weight == "Regular" else 0b100000
    font["head"].macStyle = 0 if weight == "Regular" else 1
    font["head"].modified = font["head"].created


def licence() -> str:
    """Take the licence text and the copyright line from Debian's copyright file."""
    text = DEBIAN_COPYRIGHT.read_text(encoding="utf-8")
    holder = re.search(r"^Files: \*\nCopyright: (.+)$", text, re.MULTILINE)
    body = re.search(r"^License: SIL-1\.1\n((?: .*\n)+)", text, re.MULTILINE)
    if holder is None or body is None:
        sys.exit(f"{DEBIAN_COPYRIGHT} is not laid out as expected: read it and mend this script")
    lines = [line[1:] for line in body[1].splitlines()]
    licence_text = "\n".join("" if line == "." else line for line in lines)
    return (
        f"Copyright {holder[1]}\n"
        "Copyright 2014-2021 Adobe (http://www.adobe.com/)\n\n"
        f"{FAMILY} is a Modified Version of Noto Sans CJK SC: fewer characters, outlines\n"
        "converted to TrueType, another name. Noto is a trademark of Google Inc.\n\n"
        "This Font Software is licensed under the SIL Open Font License, Version 1.1.\n\n"
        f"{licence_text}\n"
    )


def build(weight: str, points: set[int], out: Path) -> Path:
    """Write one weight and give its path."""
    font = open_face(weight)
    subset(font, points | add_narrow(font))
    to_truetype(font)
    rename(font, weight)
    path = out / f"{FAMILY.replace(' ', '')}-{weight}.ttf"
    font.save(str(path), reorderTables=True)
    return path


def main() -> None:
    """Build both weights and the licence file; print size and hash of each."""
    parser = argparse.ArgumentParser(description="Build the fonts the program ships.")
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write to")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    points = wanted()
    (out / "OFL.txt").write_text(licence(), encoding="utf-8", newline="\n")
    for weight in WEIGHTS:
        path = build(weight, points, out)
        data = path.read_bytes()
        print(path.name, len(data), hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
