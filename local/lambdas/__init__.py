"""Lambda on one machine: processes of AWS's own runtime client behind the Runtime API."""
