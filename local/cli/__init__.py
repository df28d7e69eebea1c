"""`finops`, the command."""
