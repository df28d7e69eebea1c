"""Asking the local cost APIs without a socket."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from local.bill import load_bill
from local.cost_apis import ApiRequest, CostApis, Options
from support.focus import Row, write_csv


class Refused(Exception):
    """An error response; `code` and `message` as a boto3 caller gets them."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


class CostExplorer:
    """Cost Explorer over rows of a bill, as of a day."""

    def __init__(self, folder: Path, rows: list[Row], today: date, options: Options | None = None) -> None:
        self.bill = load_bill(write_csv(folder / "bill.csv", rows))
        self._apis = CostApis(self.bill, today, options)

    def ask(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """One request's answer. Raises Refused."""
        headers = {"x-amz-target": f"AWSInsightsIndexService.{operation}"}
        response = self._apis.handle(ApiRequest("POST", "/", headers, json.dumps(parameters).encode()))
        body: dict[str, Any] = json.loads(response.body)
        if response.status != 200:
            raise Refused(body["__type"], body["message"])
        return body

    def cost(self, start: str, end: str, **parameters: Any) -> dict[str, Any]:
        """GetCostAndUsage, by month and unblended unless told."""
        asked = {"Granularity": "MONTHLY", "Metrics": ["UnblendedCost"], **parameters}
        return self.ask("GetCostAndUsage", TimePeriod={"Start": start, "End": end}, **asked)
