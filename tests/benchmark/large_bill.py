"""A bill of half a million rows: loading it, and a question's request over it, beside a plain SQL scan."""

import json
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from local.bill.load import load_bill
from local.cost_apis import ApiRequest, CostApis
from tests.benchmark.questions import ask_all
from tests.benchmark.report import line, title
from tests.benchmark.server import finops_up, started

ROWS = 500_000
RUNS = 7
TODAY = date(2026, 3, 10)
GENERATE = f"""
COPY (SELECT 'AWS' AS ProviderName, 'USD' AS BillingCurrency, 'Usage' AS ChargeCategory,
        ((hash(i) % 1000000) / 1000000)::DECIMAL(18, 10) AS BilledCost,
        ((hash(i) % 1000000) / 1000000)::DECIMAL(18, 10) AS EffectiveCost,
        TIMESTAMP '2025-01-01' + to_hours((hash(i, 1) % 10000)::INTEGER) AS ChargePeriodStart,
        'Service ' || (hash(i, 2) % 40) AS ServiceName, 'us-east-' || (hash(i, 3) % 5) AS RegionId,
        (100000000000 + hash(i, 4) % 20)::VARCHAR AS SubAccountId,
        '{{"team": "team-' || (hash(i, 5) % 12) || '", "env": "e' || (hash(i, 6) % 3) || '"}}' AS Tags,
        'UsageType-' || (hash(i, 7) % 400) AS x_UsageType
      FROM range({ROWS}) AS rows(i)) TO '{{path}}' (HEADER, DELIMITER ',')
"""
REQUEST = {
    "TimePeriod": {"Start": "2025-05-01", "End": "2025-06-01"},
    "Granularity": "MONTHLY",
    "Metrics": ["UnblendedCost"],
    "Filter": {"Dimensions": {"Key": "SERVICE", "Values": ["Service 7"]}},
    "GroupBy": [{"Type": "DIMENSION", "Key": "RECORD_TYPE"}],
}
QUESTIONS = [f"What was my Service {number} spend in May 2025?" for number in range(8)]
SCAN = """SELECT sum(BilledCost::DECIMAL(38, 10)) FROM read_csv('{path}', all_varchar = true)
WHERE ServiceName = 'Service 7' AND ChargePeriodStart >= '2025-05-01' AND ChargePeriodStart < '2025-06-01'"""


def run() -> None:
    """Generate, load, ask, and print."""
    title(f"A bill of {ROWS:,} rows (CSV)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bill.csv")
        duckdb.sql("SET enable_progress_bar = false")
        duckdb.sql(GENERATE.replace("{path}", str(path)))
        begin = time.perf_counter()
        scanned = duckdb.execute(SCAN.format(path=path)).fetchone()
        scan_seconds = time.perf_counter() - begin
        begin = time.perf_counter()
        bill = load_bill(path)
        load_seconds = time.perf_counter() - begin
        line("loading, validated and typed", load_seconds * 1000, "ms", "bound 10,000 ms")
        line(
            "baseline: one SQL question of the raw file",
            scan_seconds * 1000,
            "ms",
            f"ratio {load_seconds / scan_seconds:.1f}",
        )
        apis = CostApis(bill, TODAY)
        times, answered = [], ""
        for _ in range(RUNS):
            begin = time.perf_counter()
            answered = _ask(apis)
            times.append(time.perf_counter() - begin)
        answer_seconds = statistics.median(times)
        line(
            "GetCostAndUsage over it, p50",
            answer_seconds * 1000,
            "ms",
            f"bound 1,000 ms, ratio {answer_seconds / scan_seconds:.2f}",
        )
        assert scanned is not None
        assert float(answered) == float(scanned[0]), (answered, scanned)
        bill.close()
        with started(finops_up("--data", str(path), "--today", TODAY.isoformat())) as server:
            line(
                "finops up --data with it to the printed page",
                server.seconds * 1000,
                "ms",
                f"ratio {server.seconds / scan_seconds:.1f}",
            )
            times, _ = ask_all(server.web_socket, QUESTIONS)
            answered_in = statistics.median(times[1:])
            line(
                "finops_query to job_completed over it, p50",
                answered_in,
                "ms",
                f"bound 1,000 ms, ratio {answered_in / 1000 / scan_seconds:.2f}",
            )


def _ask(apis: CostApis) -> str:
    headers = {"x-amz-target": "AWSInsightsIndexService.GetCostAndUsage"}
    answer = json.loads(apis.handle(ApiRequest("POST", "/", headers, json.dumps(REQUEST).encode(), {})).body)
    (group,) = answer["ResultsByTime"][0]["Groups"]
    amount: str = group["Metrics"]["UnblendedCost"]["Amount"]
    return amount
