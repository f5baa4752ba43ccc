"""The edges: one folder per outside thing we read, write, start or call."""
