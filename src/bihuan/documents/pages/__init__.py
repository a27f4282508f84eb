"""Pages that leave the house as one file: nothing is fetched, no script runs, they print on A4."""
