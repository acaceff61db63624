"""The second screen: what others see of a drill, read-only, beside the console."""
