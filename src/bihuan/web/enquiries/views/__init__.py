"""Pages: two for everybody, the others for the house."""
