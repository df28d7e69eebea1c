"""What a thousand questions cost on AWS: counted calls and the template's memory sizes, at published prices.

The calls in calls_per_question.json are counted at a running application by
`python -m tests.benchmark.calls_per_question`; `python -m local.deployment.costs_page` writes docs/costs.md.
"""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

HERE = Path(__file__).parent
COUNTS = HERE / "calls_per_question.json"
PRICES = HERE / "prices.toml"
TEMPLATE = HERE.parents[1] / "template.yaml"
SOCKET_FUNCTIONS = frozenset(
    {"ConnectionManagerFunction", "MessageHandlerFunction", "ExecutionWatcherFunction"}
)
_GIGABYTE = Decimal(1024)

Lines = dict[str, Decimal]
"""What each service costs, in US dollars."""


class Pricing:
    """The prices, the assumptions and the mix of questions in prices.toml."""

    def __init__(self, path: Path = PRICES) -> None:
        content = tomllib.loads(path.read_text())
        self.as_of = content["as_of"]
        self.prices: dict[str, dict[str, str]] = content["prices"]
        self.usd = {name: Decimal(each["usd"]) for name, each in content["prices"].items()}
        self.assumed = {name: Decimal(value) for name, value in content["assumptions"].items()}
        self.earlier = {name: Decimal(value) for name, value in content["earlier"].items()}
        self.mix: dict[str, int] = content["mix"]


def gigabytes(template: Path = TEMPLATE) -> dict[str, Decimal]:
    """Each function's memory in the template."""
    content = yaml_parse(template.read_text())
    shared = content["Globals"]["Function"]["MemorySize"]
    return {
        name: Decimal(resource["Properties"].get("MemorySize", shared)) / _GIGABYTE
        for name, resource in content["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def cost_of_question(
    counted: dict[str, Any], pricing: Pricing, memory: dict[str, Decimal], messages_in: int = 1
) -> Lines:
    """One question's cost by service, from what was counted of it."""
    usd, assumed = pricing.usd, pricing.assumed
    requests = Decimal(counted["cost explorer requests"])
    seconds = {
        name: assumed["seconds_of_a_socket_function" if name in SOCKET_FUNCTIONS else "seconds_of_a_step"]
        for name in memory
    }
    seconds["CostFunction"] += requests * assumed["seconds_of_a_cost_explorer_request"]
    functions = sum(
        number * (usd["lambda_request"] + seconds[name] * memory[name] * usd["lambda_gb_second_arm64"])
        for name, number in counted["invocations"].items()
    )
    return {
        "Cost Explorer": requests * usd["cost_explorer_request"],
        "Step Functions": counted.get("transitions", 0) * usd["state_transition"],
        "Lambda": Decimal(functions),
        "DynamoDB": Decimal(str(counted["write units"])) * usd["dynamodb_write_unit"]
        + Decimal(str(counted["read units"])) * usd["dynamodb_read_unit"],
        "API Gateway": (counted["messages posted"] + messages_in) * usd["web_socket_message"],
        "S3": counted["objects written"] * usd["s3_put"] + counted["objects read"] * usd["s3_get"],
    }


def cost_of_a_thousand(counts: dict[str, Any], pricing: Pricing, memory: dict[str, Decimal]) -> Lines:
    """A thousand questions of the mix, the connections they are asked over included."""
    total: Lines = {}
    for kind, number in pricing.mix.items():
        _add(total, cost_of_question(counts[kind], pricing, memory), number)
    connections = 1000 / pricing.assumed["questions_of_a_connection"]
    _add(total, cost_of_question(counts["connection"], pricing, memory), connections)
    minutes = connections * pricing.assumed["minutes_of_a_connection"]
    total["API Gateway"] += minutes * pricing.usd["web_socket_connection_minute"]
    total["CloudWatch Logs"] = _logs(pricing)
    return total


def earlier_cost_of_a_thousand(counts: dict[str, Any], pricing: Pricing) -> Lines:
    """The same questions with a queue and one long function, and nothing remembered."""
    usd, assumed, earlier = pricing.usd, pricing.assumed, pricing.earlier
    total: Lines = {}
    connections = 1000 / assumed["questions_of_a_connection"]
    invocations = 1000 + 2 * connections
    total["SQS"] = 1000 * earlier["sqs_requests_of_a_question"] * usd["sqs_request"]
    total["DynamoDB"] = 1000 * (
        earlier["write_units_of_a_question"] * usd["dynamodb_write_unit"]
        + earlier["read_units_of_a_question"] * usd["dynamodb_read_unit"]
    )
    total["Lambda"] = (
        invocations * assumed["seconds_of_a_socket_function"] * earlier["socket_gigabytes"]
    ) * usd["lambda_gb_second_x86"] + (invocations + 1000) * usd["lambda_request"]
    total["Cost Explorer"], total["API Gateway"] = Decimal(0), Decimal(0)
    for kind, number in pricing.mix.items():
        asked = counts["spend" if kind == "repeat" else kind]
        steps = sum(name not in SOCKET_FUNCTIONS for name in asked["invocations"])
        seconds = (
            steps * assumed["seconds_of_a_step"]
            + asked["cost explorer requests"] * assumed["seconds_of_a_cost_explorer_request"]
        )
        total["Lambda"] += number * seconds * earlier["processor_gigabytes"] * usd["lambda_gb_second_x86"]
        total["Cost Explorer"] += number * asked["cost explorer requests"] * usd["cost_explorer_request"]
        total["API Gateway"] += number * (asked["messages posted"] + 1) * usd["web_socket_message"]
    minutes = connections * assumed["minutes_of_a_connection"]
    total["API Gateway"] += minutes * usd["web_socket_connection_minute"]
    total["CloudWatch Logs"] = _logs(pricing)
    return total


def cost_of_a_month(counts: dict[str, Any], pricing: Pricing, template: Path = TEMPLATE) -> Lines:
    """What is due each month whatever is asked: the sweeper, the catalog, what watches."""
    usd, assumed = pricing.usd, pricing.assumed
    sweeps = assumed["days_of_a_month"] * 24 * 60
    seconds = assumed["seconds_of_a_step"] * gigabytes(template)["SweeperFunction"]
    catalogs = assumed["days_of_a_month"] * assumed["catalogs_of_a_day"]
    requests = counts["catalog of a day"]["cost explorer requests"]
    return {
        "The catalog of the bill's values": catalogs * requests * usd["cost_explorer_request"],
        "The sweeper": sweeps * (usd["lambda_request"] + seconds * usd["lambda_gb_second_arm64"])
        # one query each for the four partitions of unfinished jobs, one for overdue connections
        + sweeps * 5 * usd["dynamodb_read_unit"] / 2,
        "Alarms": _alarm_metrics(template) * usd["alarm_metric_month"],
        "Metrics of its own": assumed["custom_metrics"] * usd["custom_metric_month"],
        "The dashboard": usd["dashboard_month"],
    }


def _logs(pricing: Pricing) -> Decimal:
    kilobytes = 1000 * pricing.assumed["log_kilobytes_of_a_question"]
    return kilobytes / _GIGABYTE / _GIGABYTE * pricing.usd["log_gigabyte"]


def _alarm_metrics(template: Path) -> int:
    """Each metric an alarm looks at is charged as an alarm."""
    alarms = [
        resource["Properties"]
        for resource in yaml_parse(template.read_text())["Resources"].values()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
    ]
    return sum(max(1, sum("MetricStat" in each for each in alarm.get("Metrics", []))) for alarm in alarms)


def _add(total: Lines, lines: Lines, times: Decimal | int) -> None:
    for name, value in lines.items():
        total[name] = total.get(name, Decimal(0)) + value * times
