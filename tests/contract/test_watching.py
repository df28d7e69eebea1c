"""What is alarmed about and shown: it exists, it is emitted, and somebody knows what to do."""

import ast
import json
import re
from typing import Any

import pytest

from support.project import ROOT, template
from support.translated import resources

RUNBOOKS = ROOT / "docs" / "runbooks"
NAMESPACE = "FinOpsAgent"
METRICS_OF_AN_ALARM = 10
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html"""
ALARMS = [name for name, each in template()["Resources"].items() if each["Type"] == "AWS::CloudWatch::Alarm"]
_RUNBOOK = re.compile(r"docs/runbooks/([a-z-]+\.md)")
_SEARCH = re.compile(r"SEARCH\('\{FinOpsAgent,([\w,]+)\} MetricName=\"(\w+)\"")


def alarms() -> dict[str, dict[str, Any]]:
    return resources("AWS::CloudWatch::Alarm")


def emitted() -> dict[str, set[frozenset[str]]]:
    """Metric names in the code, with the dimensions each is emitted with beside `service`."""
    found: dict[str, set[frozenset[str]]] = {}
    for path in (ROOT / "functions").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            name = node.args[0]
            if node.func.id in ("count", "milliseconds", "us_dollars") and isinstance(name, ast.Constant):
                dimensions = frozenset(keyword.arg or "" for keyword in node.keywords)
                found.setdefault(str(name.value), set()).add(dimensions)
    return found


def shown() -> dict[str, set[frozenset[str]]]:
    """The project's own metrics on the dashboard, with the dimensions they are looked for by."""
    (dashboard,) = resources("AWS::CloudWatch::Dashboard").values()
    found: dict[str, set[frozenset[str]]] = {}
    for widget in json.loads(dashboard["DashboardBody"])["widgets"]:
        for metric in widget["properties"]["metrics"]:
            if isinstance(metric[0], dict):
                searched = _SEARCH.match(metric[0]["expression"])
                assert searched, metric
                names, metric_name = searched[1].split(","), searched[2]
            elif metric[0] == NAMESPACE:
                names, metric_name = [name for name in metric[2:] if isinstance(name, str)][::2], metric[1]
            else:
                continue
            found.setdefault(metric_name, set()).add(frozenset(names) - {"service"})
    return found


@pytest.mark.parametrize("name", ALARMS)
def test_every_alarm_names_its_runbook_and_goes_somewhere(name: str) -> None:
    alarm = alarms()[name]
    named = _RUNBOOK.search(alarm["AlarmDescription"])
    assert named, name
    assert (RUNBOOKS / named[1]).is_file()
    assert alarm["AlarmActions"]


def test_every_runbook_belongs_to_an_alarm() -> None:
    named = {_RUNBOOK.findall(alarm["AlarmDescription"])[0] for alarm in alarms().values()}
    assert {path.name for path in RUNBOOKS.glob("*.md")} == named


@pytest.mark.parametrize("page", sorted(RUNBOOKS.glob("*.md")), ids=lambda path: path.stem)
def test_every_runbook_is_one_page_that_ends_in_the_replay(page: Any) -> None:
    text = page.read_text()
    last = text.split("\n## ")[-1]
    assert last.startswith("Replay")
    assert "finops replay" in last
    assert len(text.splitlines()) <= 60


def test_dashboard_shows_metrics_by_the_dimensions_they_are_emitted_with() -> None:
    in_code = emitted()
    for name, dimensions in shown().items():
        assert dimensions <= in_code.get(name, set()), name


def test_every_metric_of_the_code_is_on_the_dashboard_once_by_one_set_of_dimensions() -> None:
    in_code = emitted()
    assert {name for name, sets in in_code.items() if len(sets) > 1} == set()
    assert set(in_code) - {"StepDuration"} <= set(shown())
    assert "StepDuration" in shown()


def test_alarms_on_own_metrics_are_on_metrics_that_are_emitted() -> None:
    own = [alarm for alarm in alarms().values() if alarm.get("Namespace") == NAMESPACE]
    assert own
    for alarm in own:
        names = frozenset(each["Name"] for each in alarm["Dimensions"])
        assert names - {"service"} in emitted()[alarm["MetricName"]]


def test_own_metrics_are_told_apart_by_stack() -> None:
    functions = resources("AWS::Lambda::Function").values()
    services = {each["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] for each in functions}
    (spend,) = (each for each in alarms().values() if each.get("MetricName") == "CostExplorerSpend")
    assert services == {each["Value"] for each in spend["Dimensions"]} == {"finops-agent"}


def test_lambda_alarms_watch_every_function_they_should() -> None:
    functions = set(resources("AWS::Lambda::Function"))
    steps = {"InterpreterFunction", "CostFunction", "AdvisorFunction", "SynthesisFunction"}
    watched = {
        alarm: {
            dimension["Value"]
            for each in alarms()[alarm]["Metrics"]
            if "MetricStat" in each
            for dimension in each["MetricStat"]["Metric"]["Dimensions"]
        }
        for alarm in ("FunctionThrottlesAlarm", "FunctionErrorsAlarm")
    }
    assert watched == {"FunctionThrottlesAlarm": functions, "FunctionErrorsAlarm": functions - steps}


def test_throttle_alarms_watch_every_table_and_every_index_within_what_an_alarm_takes() -> None:
    wanted = {
        (table, index)
        for table, properties in resources("AWS::DynamoDB::Table").items()
        for index in ["", *(each["IndexName"] for each in properties.get("GlobalSecondaryIndexes", []))]
    }
    watched = set()
    for alarm in ("TableThrottlesAlarm", "IndexThrottlesAlarm"):
        metrics = [
            each["MetricStat"]["Metric"] for each in alarms()[alarm]["Metrics"] if "MetricStat" in each
        ]
        assert len(metrics) <= METRICS_OF_AN_ALARM
        for metric in metrics:
            named = {each["Name"]: each["Value"] for each in metric["Dimensions"]}
            place = (named["TableName"], named.get("GlobalSecondaryIndexName", ""))
            watched.add((place, metric["MetricName"]))
    assert watched == {
        (place, name) for place in wanted for name in ("ReadThrottleEvents", "WriteThrottleEvents")
    }


def test_the_runbook_of_throttles_names_the_file_that_says_how_many_partitions() -> None:
    text = (RUNBOOKS / "table-throttles.md").read_text()
    (named,) = re.findall(r"`SHARDS` in\s+(functions/[\w/]+\.py)", text)
    assert re.search(r"^SHARDS = ", (ROOT / named).read_text(), re.MULTILINE)
