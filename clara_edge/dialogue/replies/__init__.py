"""What Clara answers, in words."""
