"""A demo organisation: a generated FOCUS bill, and the budgets, anomalies and recommendations to match."""

from local.demo.organisation import DemoOrganisation, demo_organisation

__all__ = ["DemoOrganisation", "demo_organisation"]
