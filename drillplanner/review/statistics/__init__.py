"""Say what many results show: of one target over many drills, of evaluators side by side."""
