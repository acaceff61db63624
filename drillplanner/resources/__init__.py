"""Data that ships with the program; find it through drillplanner.resources.locate."""
