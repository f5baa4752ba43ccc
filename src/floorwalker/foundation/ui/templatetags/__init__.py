"""Template tags: `{% load ui %}` for the page, `{% load charts %}` for drawings."""
