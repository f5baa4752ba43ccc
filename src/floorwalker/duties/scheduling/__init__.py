"""Establish work schedules: forecast → requirement → roster → rehearsal → published week."""
