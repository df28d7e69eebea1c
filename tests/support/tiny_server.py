"""A running server of the tiny application, and sockets to it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from websockets.asyncio.client import ClientConnection

from local.gateway.limits import ConnectionLimits
from local.runtime import Addresses, RuntimeOptions, running

TEMPLATE = Path(__file__).parent / "tiny_application" / "template.yaml"
STAGE = "test"
BILL = (
    "BilledCost,ChargePeriodStart,ServiceName,BillingCurrency,ChargeCategory,ProviderName\n"
    "1.25,2024-09-01T00:00:00Z,Amazon Simple Storage Service,USD,Usage,AWS\n"
)


@contextmanager
def tiny_server(folder: Path, limits: ConnectionLimits | None = None) -> Iterator[Addresses]:
    """The tiny application on a free port, its log in `folder`."""
    bill = folder / "bill.csv"
    bill.write_text(BILL)
    options = RuntimeOptions(
        port=0,
        data=bill,
        template=TEMPLATE,
        log_file=folder / "server.log",
        page=folder / "page",
        limits=limits or ConnectionLimits(),
    )
    with running(options) as addresses:
        yield addresses


def client(service: str, endpoint: str) -> Any:
    """A boto3 client for an AWS API on this machine."""
    return boto3.client(  # type: ignore[call-overload]
        service,
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 1}),
    )


def seen(addresses: Addresses, kind: str, connection_id: str) -> dict[str, Any] | None:
    """What the `$connect` or `$disconnect` function recorded of a connection."""
    key = {"pk": {"S": f"{kind}#{connection_id}"}}
    item = client("dynamodb", addresses.http).get_item(TableName="Events", Key=key).get("Item")
    content: dict[str, Any] | None = json.loads(item["seen"]["S"]) if item else None
    return content


async def echoed(socket: ClientConnection, body: str) -> dict[str, Any]:
    """The event that a message became."""
    await socket.send(body)
    event: dict[str, Any] = json.loads(await socket.recv())
    return event
