"""DynamoDB by moto: atomic, quicker, and expiring."""
