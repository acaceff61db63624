"""What every room stands on: ids, errors, texts to be translated, units of time."""
