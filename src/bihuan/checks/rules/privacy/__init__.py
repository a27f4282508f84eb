"""What must not be told to everybody."""
