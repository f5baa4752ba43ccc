"""What was done, by whom, when, and what changed; written with the change itself."""
