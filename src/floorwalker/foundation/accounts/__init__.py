"""Who signs in, what roles they hold, and what each role may do."""
