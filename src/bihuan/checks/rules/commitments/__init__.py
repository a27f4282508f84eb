"""Promises and whether they were kept."""
