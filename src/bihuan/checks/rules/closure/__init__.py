"""What is claimed as closed."""
