"""How those who time and those who rate compare with each other."""
