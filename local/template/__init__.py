"""template.yaml as data: translated offline, intrinsics resolved, resources read into typed values."""
