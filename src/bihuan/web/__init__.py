"""The product: a ledger of findings in a browser (Django, server-rendered, one process and one file to
start).
"""
