"""Log tables and ratings: delimited text in and out."""
