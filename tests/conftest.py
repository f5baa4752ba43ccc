"""What every test may use. The database comes from tests/embedded_database.py."""
