"""The library of the planner: packs to begin with, and limits with their sources."""
