"""The sheets of the workbook: one file each, columns and rows, whatever writes them."""
