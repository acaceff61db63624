"""Use cases of corrective actions."""
