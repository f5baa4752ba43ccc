"""Reads of scheduling: one frozen page object per page."""
