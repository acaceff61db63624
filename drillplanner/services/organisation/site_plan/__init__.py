"""The plan of a school: its picture, the marks on it, and how both are printed."""
