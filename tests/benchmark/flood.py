"""One user floods the socket with messages and questions while another asks: what the other one notices."""

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import boto3
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from local.client import FinOpsSession
from local.client.sign_in import id_token, read_config
from tests.benchmark.questions import MONTHS, SERVICES
from tests.benchmark.report import line, percentile, title
from tests.benchmark.server import Started, finops_up, started

WARM_UP, COUNTED = 4, 32
FLOODING_TABS = 10
FLOOD_AHEAD_SECONDS = 3
THINKING_SECONDS = 0.3
"""Between an answer and the next question: the flood is let in then, and must give way again."""
FLOODER, PASSWORD = "flooder", "Flood-0123456789"


def run() -> None:
    """Start a server of its own, ask with and without the flood, and print."""
    with started(finops_up()) as server:
        quiet, flooded, flood = asyncio.run(_measure(server))
    title(f"One user floods on {FLOODING_TABS} connections while another asks {COUNTED} questions")
    for percent in (50, 95):
        before, during = percentile(quiet, percent), percentile(flooded, percent)
        line(f"the other's question, quiet, p{percent}", before, "ms")
        line(f"the other's question, in the flood, p{percent}", during, "ms", f"ratio {during / before:.2f}")
    line("the flooder's jobs taken", flood["job_queued"], "")
    line("the flooder's messages refused (rate_limited)", flood["rate_limited"], "")


async def _measure(server: Started) -> tuple[list[float], list[float], Counter[str]]:
    """Milliseconds without and with the flood, and what the flooder was answered."""
    token = id_token(read_config(server.web_socket))
    asked = iter([f"What was my {service} spend in {month}?" for month in MONTHS for service in SERVICES])
    flood: Counter[str] = Counter()
    async with FinOpsSession(server.web_socket, token) as session:
        await _times(session, asked, WARM_UP)
        quiet = await _times(session, asked, COUNTED)
        flooding = await _flood(server, flood)
        flooded = await _times(session, asked, COUNTED)
        for task in flooding:
            task.cancel()
        await asyncio.gather(*flooding, return_exceptions=True)
    return quiet, flooded, flood


async def _times(session: FinOpsSession, asked: Iterator[str], count: int) -> list[float]:
    """The milliseconds of each of so many questions, none asked twice."""
    times = []
    for _ in range(count):
        await asyncio.sleep(THINKING_SECONDS)
        begin = time.perf_counter()
        await session.ask(next(asked))
        times.append((time.perf_counter() - begin) * 1000)
    return times


async def _flood(server: Started, answers: Counter[str]) -> list[asyncio.Task[None]]:
    """Flooding connections of another user, under way for a while; they end when cancelled."""
    token = _second_user(server.http)

    async def tab() -> None:
        async with connect(server.web_socket, compression=None) as socket:
            await socket.send(json.dumps({"action": "authenticate", "token": token}))
            await socket.recv()
            sending = asyncio.create_task(send(socket))
            try:
                async for text in socket:
                    message = json.loads(text)
                    answers[message.get("code") or message["type"]] += 1
            finally:
                sending.cancel()
                # what was sent and not yet read would have to be read before a proper close
                socket.transport.abort()

    async def send(socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            for days in itertools.cycle(range(2, 300)):
                question = f"What did we spend in the last {days} days?"
                await socket.send(json.dumps({"action": "finops_query", "query": question}))

    tasks = [asyncio.create_task(tab()) for _ in range(FLOODING_TABS)]
    await asyncio.sleep(FLOOD_AHEAD_SECONDS)
    return tasks


def _second_user(http: str) -> str:
    """The ID token of a user beside the demo user, made in the server's own pool."""
    cognito = boto3.client(
        "cognito-idp",
        endpoint_url=http,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    pool = cognito.list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
    client = cognito.list_user_pool_clients(UserPoolId=pool)["UserPoolClients"][0]["ClientId"]
    tenant = {"Name": "custom:tenant", "Value": FLOODER}
    cognito.admin_create_user(UserPoolId=pool, Username=FLOODER, UserAttributes=[tenant])
    cognito.admin_set_user_password(UserPoolId=pool, Username=FLOODER, Password=PASSWORD, Permanent=True)
    tokens = cognito.initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=client,
        AuthParameters={"USERNAME": FLOODER, "PASSWORD": PASSWORD},
    )
    return str(tokens["AuthenticationResult"]["IdToken"])
