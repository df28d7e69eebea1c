"""AWS's cost APIs as the steps see them: requests, their price, their cache, and what the account has."""
