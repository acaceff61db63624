"""Where people arrive: samples, what was begun and not ended, recent scripts and drills."""
