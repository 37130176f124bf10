"""Shows a report to people and programs: one view model, then one file for each format."""
