"""What a report says, a section a module, with no format chosen."""
