"""How blocks are set, a module for each format. A writer knows no kind."""
