"""The steps from one form of a workspace file to the next; a released step never changes."""
