"""Savings: what Cost Optimization Hub and Trusted Advisor recommend, each resource counted once."""
