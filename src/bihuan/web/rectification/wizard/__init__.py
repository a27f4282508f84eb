"""The import wizard: choose a document, correct how it was read, confirm; undo and replace."""
