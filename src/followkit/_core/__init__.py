"""Decide, explain and word follow-ups, purely: results depend on arguments alone."""
