"""The rule engine: rules over the tree give diagnostics, each with a place, a quote and one sentence."""
