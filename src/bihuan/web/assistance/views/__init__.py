"""Pages: the house's own, and the one page behind a link."""
