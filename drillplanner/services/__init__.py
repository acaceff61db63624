"""Use cases, one module a room; what a command or a window calls."""
