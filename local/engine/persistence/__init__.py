"""What outlives the process: items, objects and executions, in one SQLite file."""
