"""The answer: Markdown a person reads, and the structured figures it can be checked against."""
