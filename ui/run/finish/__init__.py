"""The page after a drill."""
