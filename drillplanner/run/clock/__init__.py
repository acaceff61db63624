"""The clocks of a machine, and the instant of a key press."""
