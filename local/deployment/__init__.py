"""What is checked of the deployed form: packages, their weight and imports, and the first real stack."""
