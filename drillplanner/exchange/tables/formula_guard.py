"""Keep spreadsheets from taking a text for a formula, so that the text can be had back.

A text that begins with a sign a spreadsheet computes gets an apostrophe before it (OWASP,
"CSV Injection"). A text that already looks guarded gets one more, so taking one away always
gives the original. Blanks before the sign are no help: some programs take them away first.
"""

from __future__ import annotations

#: Beginnings that a spreadsheet may compute, with their full-width forms.
_COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

#: What may stand before such a beginning and is taken away: blanks of all kinds, and signs that
#: nobody sees.
_BLANKS = " \u00a0\u3000\u2007\u202f\u200b\u200e\u200f\ufeff\v\f"


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet might compute."""
    return f"'{text}" if _is_computed(text) else text


def unguarded(text: str) -> str:
    """Take away the apostrophe that `guarded` put there; any other text stays as it is."""
    if text.startswith("'") and _is_computed(text):
        return text[1:]
    return text


def _is_computed(text: str) -> bool:
    bare = text.lstrip("'")
    return bare.startswith(_COMPUTED) or bare.lstrip(_BLANKS).startswith(_COMPUTED)
