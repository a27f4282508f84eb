"""EVIDENCE PACKAGES: a ZIP of files with a signed list of their hashes, and how anyone verifies it offline.

``manifest`` is the list, ``signing`` checks a signature over it, ``archive`` opens a hostile ZIP within
bounds, ``package`` holds the three against each other. Pure: a file object comes in, sentences come out. The
product writes packages (``bihuan.web.evidence``), ``bihuan verify`` reads them.
"""
