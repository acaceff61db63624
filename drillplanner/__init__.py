"""Plan emergency drills at schools, log them, and score the times that were measured."""

__version__ = "0.1.0"
