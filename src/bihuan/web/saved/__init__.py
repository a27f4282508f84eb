"""What people keep of lists: filters under a name, and how they like the columns. No data."""
