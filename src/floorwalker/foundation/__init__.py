"""What every duty stands on: people, accounts, audit, jobs, pages, clock."""
