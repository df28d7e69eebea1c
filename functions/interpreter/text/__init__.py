"""A question's words: cleaned, spelt, and marked off as they are understood."""
