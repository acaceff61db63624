"""What others see of a drill on a second screen, while it runs and at the debrief."""
