"""What ``zipfile`` raises over a damaged file."""

from __future__ import annotations

import struct
import zipfile
import zlib

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    KeyError,
)
"""OSError for places before the file begins; RuntimeError has NotImplementedError for unknown packing,
ValueError the errors of decoding names."""
