"""Use cases of schools: name them, and say at which one a drill was held."""
