"""How well reading and checking do on labelled reports: hits, misses and false alarms, with their places.

Pure: labels and answers come in as values, figures and notes go out; ``bihuan bench`` reads the files.
"""

from bihuan.scoring.tally import Note, Tally, grouped

__all__ = ["Note", "Tally", "grouped"]
