"""Read any edition of the catalogue: from the portal, saved answers, saved lists or the spreadsheet."""
