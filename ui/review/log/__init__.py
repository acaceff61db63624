"""The whole log in the review room."""
