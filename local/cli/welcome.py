"""What `finops up` prints once all is ready: where everything is, which bill is asked, what to type next."""

from pathlib import Path

from local.cli.commands import program
from local.runtime import Addresses


def welcome(addresses: Addresses, state: Path | None) -> str:
    """The lines; `state` is the folder the jobs are kept in, None where they are not kept."""
    lines = [
        f"Page       {addresses.http}/",
        f"WebSocket  {addresses.web_socket}",
        f"AWS APIs   {addresses.http}  (boto3, aws --endpoint-url)",
        f"Sign-in    {addresses.username} / {addresses.password}",
        f"Log        {addresses.log_file}",
        f"Jobs       {_kept(state)}",
        f"Bill       {addresses.bill.described()}",
    ]
    if hint := addresses.bill.day_hint():
        lines.append(f"           {hint}")
    return "\n".join(
        (
            *lines,
            "Prices     answers name what their requests would cost on AWS; nothing is paid here",
            "",
            f'Ask: {program()} ask --url {addresses.web_socket} "What is my current AWS spend?"',
            "Ctrl-C ends it.",
        )
    )


def _kept(state: Path | None) -> str:
    if state is None:
        return "kept until it ends"
    return f"kept in {state} (to start clean, delete it after the end)"
