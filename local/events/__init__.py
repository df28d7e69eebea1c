"""EventBridge on one machine: rules, their patterns and schedules, and delivery to functions."""
