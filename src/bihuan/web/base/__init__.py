"""What every app stands on: the journal, refusals in Chinese, keyset pages, rights as a WHERE clause."""
