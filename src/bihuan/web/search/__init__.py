"""Full-text search: passages that the apps above write in their own transactions, found by pairs of
characters, shown only to whoever may read them (docs/decisions/0015-pairs-of-characters-make-the-index.md).
"""
