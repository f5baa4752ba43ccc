"""What can be done to accounts: one deed per file."""
