"""The public site: announcements as they were frozen, for anybody, without log-in, cookies or scripts."""
