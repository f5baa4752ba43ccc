"""What can be done to plans: one deed per file."""
