"""Working with the ledger at a desk: measures of all cases, many at once, matrix, templates, kanban."""
