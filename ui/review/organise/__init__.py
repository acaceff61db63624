"""Give free marks the steps they mean."""
