"""Small builders and one cast, for every test."""
