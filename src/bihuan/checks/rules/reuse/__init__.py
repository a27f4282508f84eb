"""The same text or event used again."""
