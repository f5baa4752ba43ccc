"""A real browser for the tests of live pages."""

from tests.browser import chromium, page

__all__ = ["chromium", "page"]
