"""Bring a table of another program in: preview, mapping, how times are read, faults by cell."""
