"""The days a question is about."""
