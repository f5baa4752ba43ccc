"""Reads about people and teams: each shows only the teams that the actor reaches."""
