"""The time line of steps and targets, planned and seen."""
