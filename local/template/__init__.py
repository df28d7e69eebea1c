"""template.yaml as data: translated offline, its intrinsics resolved, its resources read into typed values."""
