"""The planning room: a script is shown and understood, and a planner starts from a sample."""
