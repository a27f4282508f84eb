"""One page of docs/reference a file; each has ``page() -> str`` and reads what the program itself knows."""
