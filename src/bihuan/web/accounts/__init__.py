"""Units, departments, people, roles and log-in."""
