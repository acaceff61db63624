"""Write a script: tables like a spreadsheet, a check list and a time line beside."""
