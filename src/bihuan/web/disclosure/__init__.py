"""The announcement made from the ledger."""
