"""Turn the content of a report into a file."""
