"""A function's environment variables: the template's, its addresses those of one machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from local.lambdas.environment import service_endpoints
from local.template.application import FunctionResource
from local.template.translation import REGION


@dataclass(frozen=True)
class FunctionEnvironment:
    """What differs from AWS: where services are, which bill it is, and the day, where one was given.

    `addresses` maps the beginnings of public addresses to what stands for them here.
    """

    engine: str
    gateway: str
    addresses: Mapping[str, str]
    bill_id: str
    today: date | None

    def of(self, function: FunctionResource) -> dict[str, str]:
        """The variables of a function, beside those Lambda sets itself."""
        variables = {name: self._localised(value) for name, value in function.environment.items()}
        variables |= service_endpoints(self.engine, self.gateway)
        variables["BILL_ID"] = self.bill_id
        variables["EXECUTION_PAGE"] = f"{self.gateway}/#/execution/"
        if self.today is not None:
            variables["TODAY"] = self.today.isoformat()
        return variables

    def _localised(self, value: str) -> str:
        for public, here in self.addresses.items():
            if value.startswith(public):
                return here + value.removeprefix(public)
        return value


def public_addresses(api_id: str, gateway: str, engine: str) -> dict[str, str]:
    """The public addresses that the template's variables hold, and what stands for them here."""
    return {
        f"https://{api_id}.execute-api.{REGION}.amazonaws.com": gateway,
        f"https://cognito-idp.{REGION}.amazonaws.com": engine,
    }
