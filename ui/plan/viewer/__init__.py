"""Show a script."""
