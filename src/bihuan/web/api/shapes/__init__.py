"""What operations take and answer, area by area."""
