"""Write a report as files that an office edits: a document for Word and WPS, a workbook."""
