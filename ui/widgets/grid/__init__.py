"""A table under the keyboard, as in a spreadsheet, whatever its rows are."""
