"""Protect a workspace at rest: its key, the files beside it, the encrypted database."""
