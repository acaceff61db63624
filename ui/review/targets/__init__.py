"""Targets, and the entries behind every number."""
