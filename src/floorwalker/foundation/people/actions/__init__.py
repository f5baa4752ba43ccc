"""What can be done to sites: one deed per file."""
