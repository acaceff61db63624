"""The time-line chart."""
