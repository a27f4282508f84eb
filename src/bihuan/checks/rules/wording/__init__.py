"""Terms, marks and spelling."""
