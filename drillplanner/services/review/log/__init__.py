"""The whole log as a page of the review: every entry in words, and what mends it afterwards."""
