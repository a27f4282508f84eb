"""Reading people, units, rights and the journal."""
