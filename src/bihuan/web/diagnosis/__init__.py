"""Documents received as bytes, the import wizard's drafts, stored diagnostics."""
