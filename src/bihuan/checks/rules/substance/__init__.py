"""Hollow measures."""
