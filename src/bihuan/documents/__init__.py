"""What leaves the house as Word, PDF or Excel. Pure: bytes and values in, bytes out."""
