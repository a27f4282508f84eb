"""What an examination shows of a case: the page to send on, versions side by side, coverage."""
