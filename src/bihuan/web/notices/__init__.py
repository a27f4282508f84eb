"""Inbox, daily letter, calendar feed, robots of group chats, and the background jobs that carry them."""
