"""Deeds of retention: one per file."""
