"""What the operating system gives: signals, sound, wakefulness, log files."""
