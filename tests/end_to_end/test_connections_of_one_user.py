"""However many connections a user opens, twenty stay, and each message goes to those alone."""

import asyncio
from contextlib import AsyncExitStack

from connection_manager.room import MAX_CONNECTIONS
from support.finops_command import FinopsServer
from support.raw_socket import raw_socket

TOO_MANY = 5


async def test_r25_one_connection_too_many_closes_the_oldest_and_says_so(demo: FinopsServer) -> None:
    token = demo.user_token("hoarder")
    async with AsyncExitStack() as opened:
        sockets = []
        for _ in range(MAX_CONNECTIONS + TOO_MANY):
            url = f"{demo.web_socket}?token={token}"
            sockets.append(await opened.enter_async_context(raw_socket(url)))
            # by the second that a connection opened in, they are told apart as older and younger
            if len(sockets) == TOO_MANY:
                await asyncio.sleep(1.1)
        oldest, kept = sockets[:TOO_MANY], sockets[TOO_MANY:]
        for socket in oldest:
            assert await socket.close_code() == 1000
            assert [(m["type"], m["code"], m["retryAfter"]) for m in socket.received] == [
                ("error", "rate_limited", 60)
            ]
        job_id = await kept[-1].ask("What did we spend last month?")
        for socket in kept:
            assert (await socket.end_of(job_id))["type"] == "job_completed"
