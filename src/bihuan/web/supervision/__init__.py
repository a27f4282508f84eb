"""Monthly records that are frozen, letters to rising ranks, visits, tasks of a superior's decision."""
