"""What happened: contacts, interval statistics, and the files they were imported from."""
