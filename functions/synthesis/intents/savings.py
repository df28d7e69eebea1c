"""`savings`: what can be saved a month, the best action of each resource."""

from decimal import Decimal

from protocol.result import OptimizationRecommendations, Recommendation
from synthesis import words
from synthesis.answer import Answer
from synthesis.markdown import bullets, joined, table, text
from synthesis.parts import MAX_ROWS, bold

_ACTIONS = {
    "Stop": "Stop",
    "Delete": "Delete",
    "Rightsize": "Rightsize",
    "Upgrade": "Upgrade",
    "MigrateToGraviton": "Migrate to Graviton",
    "ScaleIn": "Scale in",
    "PurchaseSavingsPlans": "Buy",
    "PurchaseReservedInstances": "Buy",
}
_RESOURCE_TYPES = {
    "ComputeSavingsPlans": "Compute Savings Plans",
    "Ec2InstanceSavingsPlans": "EC2 Instance Savings Plans",
    "SageMakerSavingsPlans": "SageMaker Savings Plans",
    "Ec2ReservedInstances": "EC2 reserved instances",
    "RdsReservedInstances": "RDS reserved instances",
    "ElastiCacheReservedInstances": "ElastiCache reserved nodes",
    "OpenSearchReservedInstances": "OpenSearch reserved instances",
    "RedshiftReservedInstances": "Redshift reserved nodes",
    "Ec2Instance": "EC2 instance",
    "Ec2AutoScalingGroup": "Auto Scaling group",
    "EbsVolume": "EBS volume",
    "LambdaFunction": "Lambda function",
    "EcsService": "ECS service",
    "RdsDbInstance": "RDS DB instance",
    "RdsDbInstanceStorage": "RDS DB instance storage",
    "NatGateway": "NAT gateway",
    "LoadBalancer": "load balancer",
    "ElasticIpAddress": "Elastic IP address",
    "DynamoDBTable": "DynamoDB table",
}
_SOURCES = {"cost-optimization-hub": "Hub", "trusted-advisor": "Trusted Advisor"}
_FULL_NAMES = {"cost-optimization-hub": "Cost Optimization Hub", "trusted-advisor": "Trusted Advisor"}
_EFFORTS = {"VeryLow": "Very low", "VeryHigh": "Very high"}
_NOTHING = {
    "idle": "No idle resources to stop or delete were found",
    "rightsize": "No resource to make smaller was found",
    "commitments": "No commitment to buy was found",
    "trusted_advisor": "Trusted Advisor has no cost recommendations",
    "all": "No savings recommendations were found",
}


def write_savings(answer: Answer) -> str:
    """The total a month, or the one that saves most, and each recommendation."""
    savings = answer.savings
    if savings is None or savings.total_monthly_savings is None:
        reasons = (
            [
                f"{_FULL_NAMES.get(gone.source, text(gone.source))}: {text(gone.reason)}"
                for gone in savings.unavailable
            ]
            if savings
            else []
        )
        return joined([f"{bold('No savings source could be asked')}.", bullets(reasons)])
    if not savings.items:
        return f"{bold(_NOTHING[answer.plan.savings_focus])}."
    return joined([_headline(answer, savings), savings_table(answer, savings.items)])


def savings_table(answer: Answer, items: list[Recommendation]) -> str:
    """A row a recommendation, largest savings first."""
    rows = [
        [
            _ACTIONS.get(item.action, text(item.action)),
            resource(item),
            _where(answer, item),
            _EFFORTS.get(item.effort, text(item.effort)),
            _SOURCES[item.source],
            answer.money(item.estimated_monthly_savings),
        ]
        for item in items[:MAX_ROWS]
    ]
    rest = items[MAX_ROWS:]
    if rest:
        amount = sum((item.estimated_monthly_savings for item in rest), Decimal(0))
        rows.append([words.counted(len(rest), "more", "more"), *[""] * 4, answer.money(amount)])
    headings = ["Action", "Resource", "Where", "Effort", "Source", "A month"]
    return table(headings, rows)


def _where(answer: Answer, item: Recommendation) -> str:
    """The account by its name and id, and the region."""
    account = words.value("LINKED_ACCOUNT", item.account_id, answer.account_names) if item.account_id else ""
    return ", ".join(part for part in (account, text(item.region)) if part)


def action_phrase(item: Recommendation) -> str:
    """`Delete EBS volume vol-1`."""
    return f"{_ACTIONS.get(item.action, text(item.action))} {resource(item)}".rstrip()


def resource(item: Recommendation) -> str:
    """The kind of resource and its id, as far as there is one."""
    kind = _RESOURCE_TYPES.get(item.resource_type, text(item.resource_type))
    return " ".join(part for part in (kind, text(item.resource_id)) if part)


def _headline(answer: Answer, savings: OptimizationRecommendations) -> str:
    total = savings.total_monthly_savings
    whole = bold(f"{answer.money(total)} a month") if total is not None else ""
    if answer.plan.limit == 1:
        best = savings.items[0]
        amount = bold(f"{answer.money(best.estimated_monthly_savings)} a month")
        return f"{amount}: {action_phrase(best)} saves the most, of {whole} in all."
    if answer.plan.limit and answer.plan.limit >= len(savings.items):
        listed = f"the {len(savings.items)} that save most are listed"
    else:
        listed = words.counted(len(savings.items), "recommendation")
    instead = "Trusted Advisor could not be asked; elsewhere, " if _asks_in_vain(answer, savings) else ""
    return f"{instead}{whole} can be saved, overlaps removed; {listed}."


def _asks_in_vain(answer: Answer, savings: OptimizationRecommendations) -> bool:
    """Whether Trusted Advisor was asked for by name and only the other source answered."""
    unavailable = any(gone.source == "trusted-advisor" for gone in savings.unavailable)
    return answer.plan.savings_focus == "trusted_advisor" and unavailable
