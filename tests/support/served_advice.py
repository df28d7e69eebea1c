"""The advice APIs of the demo organisation served, with boto3 clients held to botocore's output shapes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from local.bill import Bill
from local.cost_apis import Options, serve
from support.demo_bill import TODAY, demo
from support.output_shapes import hold_to_output_shapes

Client = Callable[..., Any]
Serve = Callable[..., Client]
PAYER = "111122223333"


@contextmanager
def served_advice(bill: Bill) -> Iterator[Serve]:
    """Gives what serves the APIs with options and makes boto3 clients of them."""
    running = []

    def start(**options: Any) -> Client:
        given = Options(**{"advice": demo().advice, **options})
        server = serve(bill, TODAY, given)
        endpoint = server.__enter__()
        running.append(server)

        def client(service: str) -> Any:
            made = boto3.client(
                service,
                endpoint_url=endpoint,
                region_name="us-east-1",
                aws_access_key_id="test",
                aws_secret_access_key="test",
                config=Config(retries={"total_max_attempts": 1}),
            )
            hold_to_output_shapes(made)
            return made

        return client

    yield start
    for server in running:
        server.__exit__(None, None, None)


def refusal(ask: Callable[..., Any], **parameters: Any) -> str:
    """The code of the error an operation answers with."""
    with pytest.raises(ClientError) as refused:
        ask(**parameters)
    return str(refused.value.response["Error"]["Code"])


def pages(ask: Callable[..., Any], name: str, token: str, **parameters: Any) -> list[list[Any]]:
    """Every page's list."""
    found, sent = [], dict(parameters)
    while True:
        answer = ask(**sent)
        found.append(answer[name])
        if token not in answer:
            return found
        sent[token] = answer[token]
