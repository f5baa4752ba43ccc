"""One Django app per duty of the supervisor, every app with the same rooms."""
