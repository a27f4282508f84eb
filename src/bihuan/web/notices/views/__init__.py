"""Pages: inbox, settings, calendar feed, robots, background jobs."""
