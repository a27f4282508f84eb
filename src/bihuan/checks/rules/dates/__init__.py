"""Dates that cannot be or do not fit."""
