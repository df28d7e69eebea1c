"""AWS clients, made when first needed."""
