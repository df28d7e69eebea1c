"""Prints the JSON Schema of every message of the protocol, from the models the Lambdas use."""

import json
import sys
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from protocol.client_messages import ACTIONS
from protocol.job_messages import JobCompleted, JobFailed, JobQueued, JobReplayed, ProgressUpdate
from protocol.server_messages import Authenticated, ErrorMessage, JobResultPart, Jobs, Pong, Resumed
from protocol.values import WireModel

JOB_MESSAGES: tuple[type[WireModel], ...] = (JobQueued, ProgressUpdate, JobCompleted, JobFailed, JobReplayed)
OTHER_MESSAGES: tuple[type[WireModel], ...] = (
    Authenticated, Resumed, JobResultPart, Jobs, Pong, ErrorMessage,
)  # fmt: skip


class WireSchema(GenerateJsonSchema):
    """What is null in Python is left out on the wire, so a field that may be null may be absent."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        """Whether the wire always has the field."""
        if self.mode == "serialization":
            return field["schema"].get("default", ...) is not None
        return super().field_is_required(field, total)

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: a titled field would become a type of its own."""
        return False


def protocol_schema() -> dict[str, Any]:
    """One schema whose definitions are all messages, and the unions a client tells apart by `type`."""
    incoming: list[tuple[Any, JsonSchemaMode]] = [
        (model, "serialization") for model in (*JOB_MESSAGES, *OTHER_MESSAGES)
    ]
    outgoing: list[tuple[Any, JsonSchemaMode]] = [(model, "validation") for model in ACTIONS.values()]
    _, schema = models_json_schema(incoming + outgoing, schema_generator=WireSchema)
    definitions: dict[str, Any] = schema["$defs"]
    for action, model in ACTIONS.items():
        message = definitions[model.__name__]
        message["properties"] = {"action": {"const": action}, **message.get("properties", {})}
        message["required"] = ["action", *message.get("required", [])]
    definitions["JobMessage"] = _union(JOB_MESSAGES, "A message of a job's journal.")
    definitions["ServerMessage"] = _union((*JOB_MESSAGES, *OTHER_MESSAGES), "What the server says.")
    definitions["ClientMessage"] = _union(tuple(ACTIONS.values()), "What a client may say.")
    for definition in definitions.values():
        definition.pop("title", None)
    return {"title": "Protocol", "$defs": definitions}


def _union(models: tuple[type[Any], ...], description: str) -> dict[str, Any]:
    return {
        "description": description,
        "anyOf": [{"$ref": f"#/$defs/{model.__name__}"} for model in models],
    }


if __name__ == "__main__":
    json.dump(protocol_schema(), sys.stdout, indent=1)
