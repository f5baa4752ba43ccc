"""Photographs of every page of the site: `./run screenshots` (docs/dev/screenshots.md)."""
