"""The `finops` command as processes of its own: run to its end, or a server while a test needs it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from support.project import ROOT

FINOPS = Path(sys.executable).with_name("finops")
PATIENCE_SECONDS = 120
_ADDRESS = re.compile(r"^(Page|WebSocket|Sign-in|Log) +(\S+)(?: / (\S+))?", re.MULTILINE)


@dataclass
class FinopsServer:
    """A running `finops up`: where it is, and its process."""

    process: subprocess.Popen[str]
    http: str
    web_socket: str
    password: str
    log_file: Path

    @property
    def port(self) -> int:
        """The one it has."""
        return int(self.http.rpartition(":")[2])

    def client(self, service: str) -> Any:
        """A boto3 client for an AWS API at the server's port."""
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.http,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(retries={"total_max_attempts": 1}),
        )

    def config(self) -> dict[str, Any]:
        """`/config.json`."""
        with urllib.request.urlopen(f"{self.http}/config.json") as answer:
            content: dict[str, Any] = json.load(answer)
        return content

    def user_token(self, username: str, tenant: str = "demo", groups: tuple[str, ...] = ()) -> str:
        """An ID token of a user of the pool, made at the first call, with limits and jobs of their own."""
        pool = self.config()["cognito"]
        cognito = self.client("cognito-idp")
        password = "Test-0123456789"
        try:
            cognito.admin_create_user(
                UserPoolId=pool["userPoolId"],
                Username=username,
                UserAttributes=[{"Name": "custom:tenant", "Value": tenant}],
                MessageAction="SUPPRESS",
            )
            cognito.admin_set_user_password(
                UserPoolId=pool["userPoolId"], Username=username, Password=password, Permanent=True
            )
            for group in groups:
                cognito.admin_add_user_to_group(
                    UserPoolId=pool["userPoolId"], Username=username, GroupName=group
                )
        except cognito.exceptions.UsernameExistsException:
            pass
        tokens = cognito.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            ClientId=pool["clientId"],
            AuthParameters={"USERNAME": username, "PASSWORD": password},
        )
        return str(tokens["AuthenticationResult"]["IdToken"])

    def stop(self) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """What an empty battery does."""
        self.process.kill()
        self.process.wait(PATIENCE_SECONDS)


def finops(*arguments: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A command run to its end; its log and data are in `folder` where one is given."""
    return subprocess.run(
        [FINOPS, *arguments],
        cwd=ROOT,
        env=_environment(folder),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def finops_processes(folder: Path | None, *commands: list[str]) -> list[subprocess.CompletedProcess[str]]:
    """Several commands side by side, each run to its end, in the order given."""
    processes = [
        subprocess.Popen(
            [FINOPS, *arguments],
            cwd=ROOT,
            env=_environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for arguments in commands
    ]
    ended = []
    for process in processes:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
        ended.append(subprocess.CompletedProcess(process.args, process.returncode, out, err))
    return ended


@contextmanager
def finops_up(folder: Path, *arguments: str | Path, port: int = 0) -> Iterator[FinopsServer]:
    """`finops up` on any free port, or the one given, its log and data in `folder`, once it is ready."""
    command = [FINOPS, "up", "--port", str(port), *arguments]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield _when_ready(process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE_SECONDS)
        finally:
            process.kill()
            process.wait()


def _when_ready(process: subprocess.Popen[str]) -> FinopsServer:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("Ctrl-C"):
            found = {match[1]: (match[2], match[3]) for match in _ADDRESS.finditer(said)}
            return FinopsServer(
                process,
                http=found["Page"][0].rstrip("/"),
                web_socket=found["WebSocket"][0],
                password=found["Sign-in"][1],
                log_file=Path(found["Log"][0]),
            )
    raise AssertionError(f"finops up did not start: {said}")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(pid: int) -> set[int]:
    """The processes a process started, as Linux lists them."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        # a thread may end between the listing and the look
        with suppress(OSError):
            found |= {int(child) for child in (task / "children").read_text().split()}
    return found


def wait_until_gone(pids: set[int]) -> None:
    """Returns when none of the processes is there; fails when one stays."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while alive := {pid for pid in pids if _runs(pid)}:
        assert time.monotonic() < deadline, f"still running: {alive}"
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


def _environment(folder: Path | None) -> dict[str, str]:
    if folder is None:
        return dict(os.environ)
    return {**os.environ, "XDG_STATE_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
