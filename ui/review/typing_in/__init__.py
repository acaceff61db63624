"""Type times into a drill afterwards."""
