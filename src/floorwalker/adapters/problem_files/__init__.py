"""Documented problem files (JSON): schema, clear errors, and the way into the engines."""
