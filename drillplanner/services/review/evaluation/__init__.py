"""Keep and show what evaluators rated by eye: their sheets, side by side, and objections."""
