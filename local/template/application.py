"""The translated template as the typed resources the runtime starts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.template.errors import TemplateError
from local.template.intrinsics import Resolver
from local.template.names import ResourceNames
from local.template.parameters import parameter_values
from local.template.resource_types import check_resource_types
from local.template.rules import check_rules
from local.template.translation import TranslatedTemplate

# Lambda's own defaults, where the template is silent.
_DEFAULT_TIMEOUT_SECONDS = 3
_DEFAULT_MEMORY_MB = 128


@dataclass(frozen=True)
class FunctionResource:
    """A Lambda function: its code folder, handler, limits and environment."""

    name: str
    arn: str
    handler: str
    code: Path
    timeout_seconds: int
    memory_mb: int
    environment: Mapping[str, str]


@dataclass(frozen=True)
class StateMachineResource:
    """A state machine, its definition's substitutions made."""

    name: str
    arn: str
    definition: Mapping[str, Any]


@dataclass(frozen=True)
class WebSocketApiResource:
    """A WebSocket API: the functions behind its routes, by route key."""

    api_id: str
    stage: str
    route_selection_expression: str
    routes: Mapping[str, str]


@dataclass(frozen=True)
class RuleResource:
    """An EventBridge rule: a pattern or a schedule, and the functions it calls."""

    name: str
    arn: str
    pattern: Mapping[str, Any] | None
    schedule: str | None
    functions: tuple[str, ...]


class Application:
    """A template's resources, read when asked for: some refer to ids known only once others are created."""

    def __init__(self, template: TranslatedTemplate, parameters: Mapping[str, str]) -> None:
        """Raises TemplateError for an unknown resource type, and for parameters without a value or refused.

        `parameters` are values beside the template's defaults.
        """
        check_resource_types(template.resources)
        self._template = template
        self.names = ResourceNames(template, parameter_values(template.parameters, parameters))
        self._resolver = Resolver(self.names.reference, self.names.attribute, template.conditions)
        check_rules(template.rules, self._resolver)

    def properties(self, resource_type: str) -> dict[str, dict[str, Any]]:
        """Logical id to resolved properties, of the resources of a type whose condition holds."""
        return {
            logical_id: self._resolver.resolve(properties, f"Resources.{logical_id}.Properties")
            for logical_id, properties in self._template.of_type(resource_type).items()
            if self._is_wanted(logical_id)
        }

    def functions(self) -> list[FunctionResource]:
        """Every Lambda function."""
        return [
            FunctionResource(
                name=self.names.physical_id(logical_id),
                arn=self.names.arn(logical_id),
                handler=properties["Handler"],
                code=self._local_path(logical_id),
                timeout_seconds=int(properties.get("Timeout", _DEFAULT_TIMEOUT_SECONDS)),
                memory_mb=int(properties.get("MemorySize", _DEFAULT_MEMORY_MB)),
                environment={
                    name: str(value)
                    for name, value in properties.get("Environment", {}).get("Variables", {}).items()
                },
            )
            for logical_id, properties in self.properties("AWS::Lambda::Function").items()
        ]

    def state_machines(self) -> list[StateMachineResource]:
        """Every state machine. Raises TemplateError when a definition cannot be read."""
        return [
            StateMachineResource(
                name=self.names.physical_id(logical_id),
                arn=self.names.arn(logical_id),
                definition=_read_definition(
                    self._local_path(logical_id), properties.get("DefinitionSubstitutions", {})
                ),
            )
            for logical_id, properties in self.properties("AWS::StepFunctions::StateMachine").items()
        ]

    def web_socket_api(self) -> WebSocketApiResource:
        """The WebSocket API. Raises TemplateError unless there is exactly one."""
        apis = self.properties("AWS::ApiGatewayV2::Api")
        stages = self.properties("AWS::ApiGatewayV2::Stage")
        if len(apis) != 1 or len(stages) != 1:
            raise TemplateError("The template needs exactly one WebSocket API with one stage.")
        (logical_id, api), (stage,) = next(iter(apis.items())), stages.values()
        integrations = self.properties("AWS::ApiGatewayV2::Integration")
        functions = {
            self.names.physical_id(name): _function_of_uri(integration["IntegrationUri"])
            for name, integration in integrations.items()
        }
        routes = self.properties("AWS::ApiGatewayV2::Route").values()
        return WebSocketApiResource(
            api_id=self.names.physical_id(logical_id),
            stage=stage["StageName"],
            route_selection_expression=api["RouteSelectionExpression"],
            routes={
                route["RouteKey"]: functions[route["Target"].removeprefix("integrations/")]
                for route in routes
            },
        )

    def rules(self) -> list[RuleResource]:
        """Every EventBridge rule that is not disabled."""
        return [
            RuleResource(
                name=self.names.physical_id(logical_id),
                arn=self.names.arn(logical_id),
                pattern=properties.get("EventPattern"),
                schedule=properties.get("ScheduleExpression"),
                functions=tuple(target["Arn"].rsplit(":", 1)[-1] for target in properties["Targets"]),
            )
            for logical_id, properties in self.properties("AWS::Events::Rule").items()
            if properties.get("State", "ENABLED") != "DISABLED"
        ]

    def _is_wanted(self, logical_id: str) -> bool:
        condition = self._template.resources[logical_id].get("Condition")
        return condition is None or self._resolver.condition(condition, f"Resources.{logical_id}")

    def _local_path(self, logical_id: str) -> Path:
        path = self._template.local_paths.get(logical_id)
        if path is None or not path.exists():
            raise TemplateError(f"The files of {logical_id} are not there: {path}.")
        return path.resolve()


def _read_definition(path: Path, substitutions: Mapping[str, Any]) -> Mapping[str, Any]:
    text = path.read_text(encoding="utf-8")
    for name, value in substitutions.items():
        text = text.replace("${%s}" % name, str(value))  # noqa: UP031 - braces of both kinds read worse in an f-string
    try:
        definition = json.loads(text)
    except ValueError as error:
        raise TemplateError(
            f"The state machine definition {path.name} is not valid JSON: {error}."
        ) from error
    if not isinstance(definition, dict):
        raise TemplateError(f"The state machine definition {path.name} is not a JSON object.")
    return definition


def _function_of_uri(integration_uri: str) -> str:
    """The function's name in `arn:…:path/2015-03-31/functions/<function ARN>/invocations`."""
    return integration_uri.split("/functions/", 1)[1].removesuffix("/invocations").rsplit(":", 1)[-1]
