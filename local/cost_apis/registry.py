"""Which operations there are: each service's module offers its own as `OPERATIONS`, by AWS's name."""

import re
from dataclasses import dataclass

from local.cost_apis import (
    anomaly_detection,
    budgets,
    compute_optimizer,
    cost_explorer,
    cost_optimization_hub,
    support_checks,
    trusted_advisor,
)
from local.cost_apis.context import Handler


@dataclass(frozen=True)
class Service:
    """A service of the JSON protocol: its botocore name, the prefix of `X-Amz-Target`, its operations."""

    name: str
    target_prefix: str
    operations: dict[str, Handler]


@dataclass(frozen=True)
class Route:
    """An operation of a REST service. Named groups of `path` become parameters, beside query and body."""

    service: str
    operation: str
    method: str
    path: re.Pattern[str]
    handler: Handler


SERVICES = (
    Service("ce", "AWSInsightsIndexService", {**cost_explorer.OPERATIONS, **anomaly_detection.OPERATIONS}),
    Service("budgets", "AWSBudgetServiceGateway", budgets.OPERATIONS),
    Service("cost-optimization-hub", "CostOptimizationHubService", cost_optimization_hub.OPERATIONS),
    Service("support", "AWSSupport_20130415", support_checks.OPERATIONS),
    Service("compute-optimizer", "ComputeOptimizerService", compute_optimizer.OPERATIONS),
)
ROUTES = (
    Route(
        "trustedadvisor",
        "ListRecommendations",
        "GET",
        re.compile(r"/v1/recommendations"),
        trusted_advisor.list_recommendations,
    ),
    Route(
        "trustedadvisor",
        "ListRecommendationResources",
        "GET",
        # an identifier may be an ARN, whose slash stays one
        re.compile(r"/v1/recommendations/(?P<recommendationIdentifier>.+)/resources"),
        trusted_advisor.list_recommendation_resources,
    ),
    Route(
        "trustedadvisor",
        "GetRecommendation",
        "GET",
        re.compile(r"/v1/recommendations/(?P<recommendationIdentifier>.+)"),
        trusted_advisor.get_recommendation,
    ),
)
