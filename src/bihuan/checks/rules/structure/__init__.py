"""Numbering, answers and outcomes."""
