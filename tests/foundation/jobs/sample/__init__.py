"""An app with jobs that count, dawdle, crash and fail; only the tests' workers know it."""
