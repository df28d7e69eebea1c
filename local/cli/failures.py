"""Why a question or a job has no answer here, and the command that goes on from there."""

from local.cli.commands import Commands
from local.client import JobFailed, RequestRefused


def told(failure: Exception, job_id: str | None, commands: Commands | None) -> str:
    """The failure in words, with what to do; `commands` is None at a server that ends with this command."""
    if commands is None:
        return str(failure)
    match failure:
        case RequestRefused(code="unknown_job"):
            return f"There is no such job of yours: {commands.jobs()} lists those there are."
        case JobFailed() if job_id and failure.message.get("replayable"):
            return f"{failure} {commands.replay(job_id)} goes on from there."
        case ConnectionError() if job_id:
            return f"{failure} Job {job_id} is kept: {commands.show(job_id)} shows its answer later."
        case ConnectionError():
            return f"{failure} {commands.jobs()} lists what was taken."
        case _:
            return str(failure)
