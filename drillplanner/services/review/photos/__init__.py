"""Photos of a drill: kept with it, put to entries and steps, shown and printed."""
