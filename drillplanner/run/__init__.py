"""Log a drill as it happens: the instant of each key press, and nothing lost."""
