"""The tab of ratings: an evaluator's sheet, evaluators side by side, and typing from paper."""
