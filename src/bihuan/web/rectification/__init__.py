"""Responses, measures, commitments; the ledger and everything that writes it."""
