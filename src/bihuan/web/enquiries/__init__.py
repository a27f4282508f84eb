"""What the public writes about an announcement, and how the office answers it."""
