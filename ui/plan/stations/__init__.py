"""Handing a drill out to its posts."""
