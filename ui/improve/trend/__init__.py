"""One target over many drills: the choice, the run chart, and what is not compared."""
