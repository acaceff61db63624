"""The library in the window: packs by questions, limits with their sources."""
