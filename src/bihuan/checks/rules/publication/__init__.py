"""What a public announcement must say."""
