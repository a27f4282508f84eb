"""Requests to people outside the house, answered by a link without an account."""
