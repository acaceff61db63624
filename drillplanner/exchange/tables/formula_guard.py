"""Keep spreadsheets from taking a text for a formula, so that the text can be had back.

A text that begins with a sign a spreadsheet computes gets an apostrophe before it (OWASP,
"CSV Injection"). A text that already looks guarded gets one more, so taking one away always
gives the original.
"""

from __future__ import annotations

#: Beginnings that a spreadsheet may compute, with their full-width forms.
_COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet might compute."""
    return f"'{text}" if text.lstrip("'").startswith(_COMPUTED) else text


def unguarded(text: str) -> str:
    """Take away the apostrophe that `guarded` put there; any other text stays as it is."""
    if text.startswith("'") and text.lstrip("'").startswith(_COMPUTED):
        return text[1:]
    return text
