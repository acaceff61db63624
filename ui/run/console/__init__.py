"""The console a drill is logged on."""
