"""The time line of a drill, planned against actual."""
