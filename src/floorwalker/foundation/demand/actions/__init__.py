"""What can be done to queues: one deed per file."""
