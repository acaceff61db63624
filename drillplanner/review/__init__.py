"""Turn logs into one timeline and the timeline into a scorecard."""
