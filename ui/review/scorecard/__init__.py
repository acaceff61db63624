"""Score, owners, ratings and grade."""
