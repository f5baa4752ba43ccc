"""Reads about endpoints and deliveries, for pages and for the API."""
