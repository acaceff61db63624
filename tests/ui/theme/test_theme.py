"""Every text is legible on its ground in every theme (WCAG 2.1, 1.4.3 and 1.4.6)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QTableView

from ui.theme.theme import wear
from ui.theme.tokens import THEMES, Tokens

TEXTS = ("text", "muted", "accent", "good", "bad", "doubt")
GROUNDS = ("ground", "surface", "raised", "accent_soft", "bad_soft", "doubt_soft")


def luminance(color: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", THEMES.values(), ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_legible_on_every_ground(tokens: Tokens, text: str) -> None:
    least = 7.0 if tokens.name == "sunlight" else 4.5

    for ground in GROUNDS:
        assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= least, ground


@pytest.mark.parametrize("tokens", THEMES.values(), ids=lambda tokens: tokens.name)
def test_words_on_the_accent_are_legible(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5


def test_the_font_comes_after_the_style_that_gives_tables_the_platforms_own(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Offscreen has no fonts of its own, so Windows' is given where its style would give it.
    give = QApplication.setStyleSheet

    def as_on_windows(application: QApplication, sheet: str) -> None:
        give(application, sheet)
        # The stub asks for bytes, which PySide itself does not take for text.
        QApplication.setFont(QFont("Monospace", 5), "QAbstractItemView")  # type: ignore[arg-type]

    monkeypatch.setattr(QApplication, "setStyleSheet", as_on_windows)

    dress = wear(qapp, "light", 100)

    assert QApplication.font(QTableView()).key() == dress.font().key()
