"""Say what a drill showed: content first, then one renderer a format."""
