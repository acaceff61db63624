"""Use cases of logging a drill."""
