"""The documentation: what is generated is up to date, and the code in it runs."""
