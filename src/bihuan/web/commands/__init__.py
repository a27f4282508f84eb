"""Commands of the product, found through the entry point group ``bihuan.commands``."""
