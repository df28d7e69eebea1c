"""The services, places, accounts, tags and charges a question names, as the bill calls them."""
