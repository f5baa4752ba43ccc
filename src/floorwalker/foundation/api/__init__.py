"""The JSON API's own house: tokens, scopes, limits, answers kept, problems, pages of a list.

The operations themselves are in the `api` rooms of the apps; `config/api.py` brings them together.
"""
