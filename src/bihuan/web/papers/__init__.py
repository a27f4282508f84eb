"""文书: documents of a case, a letter, a monthly sheet, a round, made from the ledger and nothing else."""
