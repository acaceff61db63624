"""Mend what fell short, and close it only when a later drill shows it."""
