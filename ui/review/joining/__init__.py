"""Joining what other laptops logged: what each pack is, and what came of it."""
