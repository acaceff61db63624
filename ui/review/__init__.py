"""评估: the scorecard, and the entries behind every number."""
