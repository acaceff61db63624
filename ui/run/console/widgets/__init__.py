"""What the console is made of: each part shows and emits, none decides."""
