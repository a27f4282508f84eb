"""Backup and restore: everything that the house knows in one file, and back into a house of its own."""
