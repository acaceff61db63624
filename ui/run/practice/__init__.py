"""Practise pressing, and measure bias and spread."""
