"""What is handed on: lists of customers as files for a spreadsheet, a browser, a CRM or a script."""
