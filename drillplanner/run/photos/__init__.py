"""Photos attached to a drill, and how their bytes travel."""
