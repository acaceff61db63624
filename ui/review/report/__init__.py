"""Preview, print and save the report."""
