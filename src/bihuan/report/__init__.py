"""The lossless tree of a rectification report: bytes → tree → the same bytes."""
