"""Show the whole way once: play one drill of each kind, score it, report it."""

from drillplanner.demonstration.show import demonstrate

__all__ = ["demonstrate"]
