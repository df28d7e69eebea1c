"""Which operations there are: each service's module offers its own as `OPERATIONS`, by AWS's name."""

import re
from dataclasses import dataclass

from local.cost_apis import cost_explorer
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


SERVICES = (Service("ce", "AWSInsightsIndexService", cost_explorer.OPERATIONS),)
ROUTES: tuple[Route, ...] = ()
