"""Photos attached to a drill."""
