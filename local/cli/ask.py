"""`finops ask`: ask a running server, or one started for these questions, and print the answers in order."""

import asyncio
from typing import Any

from websockets.exceptions import WebSocketException

from local.cli.answers import Display
from local.cli.questions import Question
from local.client import FinOpsSession, JobFailed, RequestRefused
from local.client.sign_in import SignInFailed, id_token, read_config

AT_ONCE = 4
DEFAULT_RETRY_SECONDS = 2.0

Answer = dict[str, Any] | str


def ask_all(questions: list[Question], display: Display, *, url: str, token: str | None) -> bool:
    """Ask every question at `url` and show the answers in order; True when all were answered.

    A question that fails is shown as such and the rest go on. Raises SignInFailed when nobody can sign in.
    """
    server_token = token or id_token(read_config(url))
    try:
        return asyncio.run(_ask_all(questions, display, url, server_token))
    except RequestRefused as refused:
        raise SignInFailed(f"{url} refused the sign-in: {refused}") from refused
    except (OSError, WebSocketException) as error:
        raise SignInFailed(f"No connection to {url}: {error}") from error


async def _ask_all(questions: list[Question], display: Display, url: str, token: str) -> bool:
    async with FinOpsSession(url, token) as session:
        turns = asyncio.Semaphore(AT_ONCE)
        tasks = [asyncio.create_task(_ask_one(session, question, display, turns)) for question in questions]
        complete = True
        for question, task in zip(questions, tasks, strict=True):
            answer = await task
            if isinstance(answer, str):
                complete = False
                display.failure(question.text, answer)
            else:
                display.answer(answer)
        return complete


async def _ask_one(
    session: FinOpsSession, question: Question, display: Display, turns: asyncio.Semaphore
) -> Answer:
    async with turns:
        today = question.today.isoformat() if question.today else None
        while True:
            try:
                return await session.ask(question.text, today=today, on_message=display.progress)
            except RequestRefused as refused:
                if refused.code != "rate_limited":
                    return str(refused)
                await asyncio.sleep(float(refused.retry_after or DEFAULT_RETRY_SECONDS))
            except (JobFailed, ConnectionError) as failure:
                return str(failure)
