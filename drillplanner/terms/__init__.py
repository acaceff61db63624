"""What things are called, once, for screen, paper and command line."""
