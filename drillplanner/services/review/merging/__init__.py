"""Use cases of joining what several clocks saw: from files, on one line, and in agreement."""
