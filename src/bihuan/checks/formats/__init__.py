"""How diagnostics are written: text for people, json and sarif for programs."""
