"""实施: the console a drill is logged on."""
