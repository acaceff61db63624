"""Points, ratings, totals and grades."""
