"""`finops ask`: ask a running server, or one started for these questions, and print the answers in order."""

import asyncio
from typing import Any

from local.cli.answers import Display
from local.cli.questions import Question
from local.cli.session import in_session
from local.client import FinOpsSession, JobFailed, RequestRefused, ResultGone

AT_ONCE = 4
DEFAULT_RETRY_SECONDS = 2.0

Answer = dict[str, Any] | str


def ask_all(
    questions: list[Question],
    display: Display,
    *,
    url: str,
    token: str | None,
    conversation: str | None = None,
) -> bool:
    """Ask every question at `url` and show the answers in order; True when all were answered.

    Questions of a conversation are asked one after another, each after the answer before it.
    A question that fails is shown as such and the rest go on. Raises SignInFailed when nobody can sign in.
    """
    return in_session(url, token, lambda session: _ask_all(questions, display, session, conversation))


async def _ask_all(
    questions: list[Question], display: Display, session: FinOpsSession, conversation: str | None
) -> bool:
    turns = asyncio.Semaphore(1 if conversation else AT_ONCE)
    tasks = [
        asyncio.create_task(_ask_one(session, question, display, turns, conversation))
        for question in questions
    ]
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
    session: FinOpsSession,
    question: Question,
    display: Display,
    turns: asyncio.Semaphore,
    conversation: str | None,
) -> Answer:
    async with turns:
        today = question.today.isoformat() if question.today else None
        while True:
            try:
                return await session.ask(
                    question.text, today=today, conversation_id=conversation, on_message=display.progress
                )
            except RequestRefused as refused:
                if refused.code != "rate_limited":
                    return str(refused)
                await asyncio.sleep(float(refused.retry_after or DEFAULT_RETRY_SECONDS))
            except (JobFailed, ResultGone, ConnectionError) as failure:
                return str(failure)
