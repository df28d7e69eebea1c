"""The advice on the demo organisation, worked out from its own bill so that both always agree."""

from pathlib import Path

import duckdb

from local.cost_apis.advice import Advice
from local.demo.anomaly import anomaly_of, monitor_of
from local.demo.bill_reader import BillReader
from local.demo.budgets import budgets_of
from local.demo.estate import PAYER_ACCOUNT
from local.demo.recommendations import recommendations_of
from local.demo.story import Story
from local.demo.trusted_advisor_checks import checks_of


def advice_of(story: Story, bill_path: Path) -> Advice:
    """Budgets, anomaly and recommendations whose amounts, ids, accounts and regions are those of the bill."""
    with duckdb.connect() as connection:
        bill = BillReader(connection, bill_path, story.today)
        return Advice(
            account_id=PAYER_ACCOUNT,
            budgets=budgets_of(story, bill),
            anomaly_monitors=(monitor_of(story),),
            anomalies=(anomaly_of(story, bill),),
            enrolled_in_hub=True,
            recommendations=recommendations_of(bill),
            support_plan=True,
            trusted_advisor_checks=checks_of(bill),
        )
