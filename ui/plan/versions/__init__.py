"""Versions of a script: read the difference of two, merge, sign off."""
