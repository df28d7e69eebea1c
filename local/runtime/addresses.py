"""Where a running application is found, who may sign in, and which bill it asks."""

from dataclasses import dataclass
from pathlib import Path

from local.runtime.bill_summary import BillSummary


@dataclass(frozen=True)
class Addresses:
    """`http` is also the endpoint for boto3 and the AWS CLI; `log_file` holds what the Lambdas print."""

    port: int
    stage: str
    username: str
    password: str
    log_file: Path
    bill: BillSummary

    @property
    def http(self) -> str:
        """The page, and AWS's APIs."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def web_socket(self) -> str:
        """The WebSocket API."""
        return f"ws://127.0.0.1:{self.port}/{self.stage}"
