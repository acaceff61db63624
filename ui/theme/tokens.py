"""Name every colour and measure the window is made of; nothing else in ui spells a colour.

Text on its ground has a contrast of at least 4.5:1, in the sunlight theme of 7:1
(WCAG 2.1, 1.4.3 and 1.4.6); a test computes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

ThemeName: TypeAlias = Literal["light", "dark", "sunlight"]

#: Interface scales that are offered, in percent.
SCALES = (100, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, as #rrggbb."""

    name: ThemeName
    ground: str
    surface: str
    raised: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    accent_soft: str
    good: str
    bad: str
    doubt: str
    bad_soft: str
    doubt_soft: str
    line_px: int = 1

    @property
    def is_dark(self) -> bool:
        """Tell whether text is light on dark."""
        return self.name == "dark"


LIGHT = Tokens(
    name="light",
    ground="#f4f6f8",
    surface="#ffffff",
    raised="#e9edf2",
    text="#171b21",
    muted="#515b69",
    line="#cfd6de",
    accent="#1a56b0",
    on_accent="#ffffff",
    accent_soft="#dfe9f8",
    good="#19692f",
    bad="#a8201a",
    doubt="#7a4b00",
    bad_soft="#fbe5e3",
    doubt_soft="#fdf0d5",
)

DARK = Tokens(
    name="dark",
    ground="#14171c",
    surface="#1c2128",
    raised="#272e38",
    text="#e8ecf1",
    muted="#a7b1be",
    line="#38414d",
    accent="#7fb2ff",
    on_accent="#0a1424",
    accent_soft="#203352",
    good="#6fcf87",
    bad="#ff9a91",
    doubt="#f3c35b",
    bad_soft="#43211f",
    doubt_soft="#3d3115",
)

#: Black on white with thick lines: what is still legible in the sun.
SUNLIGHT = Tokens(
    name="sunlight",
    ground="#ffffff",
    surface="#ffffff",
    raised="#ffffff",
    text="#000000",
    muted="#1a1a1a",
    line="#000000",
    accent="#00357f",
    on_accent="#ffffff",
    accent_soft="#dbe8ff",
    good="#00481a",
    bad="#860000",
    doubt="#573400",
    bad_soft="#ffffff",
    doubt_soft="#ffffff",
    line_px=2,
)

THEMES: dict[ThemeName, Tokens] = {"light": LIGHT, "dark": DARK, "sunlight": SUNLIGHT}
