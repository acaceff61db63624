"""Read a script from a file, or refuse it with every fault at once."""
