"""Bring a script in from a table: look at what was read, say what columns mean, take it over."""
