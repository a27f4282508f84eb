"""Excel out and in: files of what a page shows, and workbooks that come back.

Out: ``lines`` (the rows, chunk by chunk) → ``columns`` (what a sheet takes of them) → ``files`` (csv, xlsx).
In: ``reader`` (a child process) → ``comparing`` (what would change) → ``services.sheets_in``.
"""
