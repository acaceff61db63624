"""Printing a review, and looking at its pages."""
