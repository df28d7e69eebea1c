"""What AWS's APIs refuse, as a sentence that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    ProfileNotFound,
)

from local.cli.options import refuse


@contextmanager
def aws_errors_told(advice: str = "") -> Iterator[None]:
    """End the command with a sentence where an AWS API cannot be asked or refuses, and further advice."""
    try:
        yield
    except (NoCredentialsError, ProfileNotFound) as error:
        refuse(f"{error}. Sign in to AWS first, such as with `aws sso login`, or set AWS_PROFILE.")
    except EndpointConnectionError as error:
        place = error.kwargs["endpoint_url"]
        refuse(f"Nothing answers at {place}. Start a server with `finops up`, or check --url.{advice}")
    except ClientError as error:
        details = error.response.get("Error", {})
        refuse(
            f"AWS refused {error.operation_name}: {details.get('Code')}, {details.get('Message')} "
            f"Check --url, or the credentials and names given for AWS.{advice}"
        )
    except BotoCoreError as error:
        refuse(f"AWS could not be asked: {error}.")
