"""Home: what I owe, what is late, how my unit or round stands."""
