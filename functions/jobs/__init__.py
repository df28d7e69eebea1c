"""A job: its journal, its attempts, its result."""
