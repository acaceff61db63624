"""The county's server: its tables and rules, and the connection to it."""
