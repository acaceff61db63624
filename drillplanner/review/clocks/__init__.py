"""How the clocks of different sources are tied."""
