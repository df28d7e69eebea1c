"""An account with recommendations, asked through boto3 and the product's own adapter."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from advisor.advise import advise
from billing import api_calls
from billing.metered_apis import MeteredCostApis
from local.bill import load_bill
from local.cost_apis.advice import Advice, FlaggedResource, Recommendation, TrustedAdvisorCheck
from local.cost_apis.context import Options
from local.cost_apis.server import serve
from protocol.query_plan import QueryPlan
from protocol.step import AdviceFindings

TODAY = date(2026, 3, 10)
Ask = Callable[[QueryPlan], AdviceFindings]


def recommendation(identity: str, action: str, savings: str, resource: str, kind: str) -> Recommendation:
    return Recommendation(
        id=identity,
        account_id="111111111111",
        region="us-east-1",
        resource_type=kind,
        action=action,
        savings=Decimal(savings),
        monthly_cost=Decimal("200"),
        effort="Low",
        source="ComputeOptimizer",
        excludes=resource or "compute",
        resource_id=resource,
    )


def check(identity: str, name: str, resource: str, savings: str) -> TrustedAdvisorCheck:
    columns = {"Region/AZ": "us-east-1", "Resource ID": resource, "Estimated Monthly Savings": f"${savings}"}
    flagged = FlaggedResource("111111111111", "us-east-1", resource, columns)
    return TrustedAdvisorCheck(
        id=identity,
        name=name,
        description="",
        service="ec2",
        savings=Decimal(savings),
        processed=9,
        columns=tuple(columns),
        flagged=(flagged,),
    )


ADVICE = Advice(
    account_id="111111111111",
    enrolled_in_hub=True,
    support_plan=True,
    recommendations=(
        recommendation("r-stop", "Stop", "90.10", "i-1", "Ec2Instance"),
        recommendation("r-smaller", "Rightsize", "45.50", "i-1", "Ec2Instance"),
        recommendation("r-plan", "PurchaseSavingsPlans", "200.00", "", "ComputeSavingsPlans"),
        recommendation("r-reserved", "PurchaseReservedInstances", "150.00", "", "Ec2ReservedInstances"),
    ),
    trusted_advisor_checks=(
        check("c-ec2", "Low Utilization Amazon EC2 Instances", "i-1", "88.00"),
        check("c-lb", "Idle Load Balancers", "old-balancer", "16.20"),
    ),
)


@contextmanager
def advised_account(folder: Path, options: Options) -> Iterator[Ask]:
    """Serves an account's cost APIs; what it gives advises on a plan, nothing remembered."""
    charges = folder / "bill.csv"
    charges.write_text(
        "BilledCost,ChargePeriodStart,ServiceName,BillingCurrency\n1.5,2026-03-01T00:00:00Z,AWS Lambda,USD\n"
    )
    bill = load_bill(charges)
    with serve(bill, TODAY, options) as url, pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", url)
        environment.setenv("AWS_ACCESS_KEY_ID", "local")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "local")
        api_calls.client.cache_clear()
        yield lambda plan: advise(plan, TODAY, MeteredCostApis(today=TODAY))
        api_calls.client.cache_clear()
    bill.close()
