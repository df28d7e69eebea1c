"""`finops ask`: ask a running server, or one started for these questions, and print the answers in order."""

import asyncio
from dataclasses import dataclass
from typing import Any

from local.cli.answers import Display
from local.cli.commands import Commands
from local.cli.failures import told
from local.cli.questions import Question
from local.cli.session import in_session
from local.client import FinOpsSession, JobFailed, MessageTooLarge, RequestRefused, ResultGone
from local.client.job_stream import Message

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
    commands: Commands | None = None,
) -> bool:
    """Ask every question at `url` and show the answers in order; True when all were answered.

    Questions of a conversation are asked one after another, each after the answer before it.
    A question that fails is shown as such and the rest go on; `commands` are of a server that runs on.
    Raises SignInFailed when nobody can sign in.
    """
    return in_session(
        url, token, lambda session: _ask_all(questions, display, session, conversation, commands)
    )


async def _ask_all(
    questions: list[Question],
    display: Display,
    session: FinOpsSession,
    conversation: str | None,
    commands: Commands | None,
) -> bool:
    turns = asyncio.Semaphore(1 if conversation else AT_ONCE)
    labels = [f"[{number}]" if len(questions) > 1 else "" for number in range(1, len(questions) + 1)]
    tasks = [
        asyncio.create_task(_Asking(session, display, conversation, commands, label).answer(question, turns))
        for question, label in zip(questions, labels, strict=True)
    ]
    complete = True
    for question, label, task in zip(questions, labels, tasks, strict=True):
        answer = await task
        if isinstance(answer, str):
            complete = False
            display.failure(question.text, answer, label)
        else:
            display.answer(answer, label)
    return complete


@dataclass
class _Asking:
    """One question on its way to its answer, and its job as soon as there is one."""

    session: FinOpsSession
    display: Display
    conversation: str | None
    commands: Commands | None
    label: str
    job_id: str | None = None

    async def answer(self, question: Question, turns: asyncio.Semaphore) -> Answer:
        """The result, or why there is none."""
        today = question.today.isoformat() if question.today else None
        async with turns:
            while True:
                try:
                    return await self.session.ask(
                        question.text,
                        today=today,
                        conversation_id=self.conversation,
                        on_message=self._progress,
                    )
                except RequestRefused as refused:
                    if refused.code != "rate_limited":
                        return told(refused, self.job_id, self.commands)
                    await asyncio.sleep(float(refused.retry_after or DEFAULT_RETRY_SECONDS))
                except (JobFailed, ResultGone, MessageTooLarge, ConnectionError) as failure:
                    return told(failure, self.job_id, self.commands)

    def _progress(self, message: Message) -> None:
        self.job_id = message["jobId"]
        self.display.progress(message, self.label)
