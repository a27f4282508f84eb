"""Pages of log-in, account, people, units, rights and the journal."""
