"""Use cases of reviewing a drill."""
