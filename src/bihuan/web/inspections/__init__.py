"""Rounds, the case of a unit in a round (its feedback), sections, findings, deadlines."""
