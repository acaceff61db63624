"""Know the schools and units that drills are held at."""
