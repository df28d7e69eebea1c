"""The environment variables of a sandbox: Lambda's own, the function's, and nothing of the user's.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
"""

import os
from collections.abc import Mapping

from local.template.application import FunctionResource
from local.template.translation import REGION

# The names of the services the cost API adapters call, as botocore spells them in AWS_ENDPOINT_URL_<SERVICE>.
COST_SERVICES = (
    "BUDGETS",
    "COMPUTE_OPTIMIZER",
    "COST_EXPLORER",
    "COST_OPTIMIZATION_HUB",
    "SUPPORT",
    "TRUSTEDADVISOR",
)


def service_endpoints(engine: str, cost_apis: str) -> dict[str, str]:
    """Where a function's AWS clients find their services: the engine, and the cost APIs over the bill."""
    endpoints = {f"AWS_ENDPOINT_URL_{service}": cost_apis for service in COST_SERVICES}
    return {"AWS_ENDPOINT_URL": engine, **endpoints}


def sandbox_environment(
    function: FunctionResource, runtime_api: str, configured: Mapping[str, str]
) -> dict[str, str]:
    """All variables of a sandbox's process. `runtime_api` is HOST:PORT; `configured` the function's own.

    Nothing is inherited but PATH: no credentials, profile or endpoint of the user's real AWS account.
    """
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONPATH": str(function.code),
        "LAMBDA_TASK_ROOT": str(function.code),
        "_HANDLER": function.handler,
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        # names the caller, as a role would: no credential is checked on one machine
        "AWS_ACCESS_KEY_ID": function.name,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_SESSION_TOKEN": "local",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        # botocore would put the account's id into DynamoDB's host name
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        **configured,
    }
