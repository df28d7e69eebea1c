"""`make bench`: what the project promises of its speed, each beside a baseline of the same run."""
