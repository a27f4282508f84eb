"""Bihuan (闭环): the whole loop of inspection and rectification."""

__version__ = "0.1.0"
