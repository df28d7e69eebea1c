"""SAM to CloudFormation, offline, by AWS's own translator.

The translator's import takes about a second, so the runtime runs this module as a process of its own
(`python -m local.template.translation template.yaml`), beside the start of everything else.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.template.errors import TemplateError

REGION = "us-east-1"

# The translator accepts only S3 addresses for code; local paths are kept beside the template instead.
_PACKAGED = "s3://packaged/{}"
_LOCAL_PATHS = {
    "AWS::Serverless::Function": "CodeUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
    "AWS::Serverless::LayerVersion": "ContentUri",
}


@dataclass(frozen=True)
class TranslatedTemplate:
    """A CloudFormation template, and the local files its functions and state machines are made of.

    `local_paths` maps a logical id to the absolute path of its code folder or definition file.
    """

    resources: Mapping[str, Mapping[str, Any]]
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    conditions: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    local_paths: Mapping[str, Path] = field(default_factory=dict)

    def of_type(self, resource_type: str) -> dict[str, Mapping[str, Any]]:
        """Logical id to properties, of every resource of a type, in the template's order."""
        return {
            logical_id: resource.get("Properties", {})
            for logical_id, resource in self.resources.items()
            if resource["Type"] == resource_type
        }


class Translation:
    """A translation under way in a process of its own."""

    def __init__(self, template: Path) -> None:
        self._template = template.resolve()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "local.template.translation", str(self._template)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "AWS_DEFAULT_REGION": REGION},
            cwd=Path(__file__).parents[2],
        )

    def result(self) -> TranslatedTemplate:
        """Wait for the translation. Raises TemplateError when the template cannot be translated."""
        output, errors = self._process.communicate()
        if self._process.returncode != 0:
            lines = errors.decode(errors="replace").strip().splitlines() or ["the translator ended silently"]
            raise TemplateError(lines[-1])
        answer = json.loads(output)
        return TranslatedTemplate(
            resources=answer["resources"],
            parameters=answer["parameters"],
            conditions=answer["conditions"],
            rules=answer["rules"],
            local_paths={logical_id: Path(path) for logical_id, path in answer["local_paths"].items()},
        )

    def abandon(self) -> None:
        """End the process when its result is not wanted any more."""
        self._process.kill()
        self._process.communicate()


def translate(template: Path) -> TranslatedTemplate:
    """Translate a SAM template in this process. Raises TemplateError, naming what the translator refuses."""
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.translator.transform import transform
    from samtranslator.yaml_helper import yaml_parse

    try:
        document = yaml_parse(template.read_text(encoding="utf-8"))
    except OSError as error:
        raise TemplateError(f"The template {template} cannot be read: {error.strerror}.") from error
    except Exception as error:
        raise TemplateError(
            f"The template {template} is not valid YAML: {' '.join(str(error).split())}"
        ) from error
    if not isinstance(document, dict) or not isinstance(document.get("Resources"), dict):
        raise TemplateError(f"The template {template} has no Resources.")
    local_paths = _take_local_paths(document, template.resolve().parent)
    try:
        translated = transform(document, {}, _NoManagedPolicies())
    except InvalidDocumentException as error:
        reasons = "; ".join(cause.message for cause in error.causes) if error.causes else error.message
        raise TemplateError(f"The template {template} cannot be translated: {reasons}") from error
    return TranslatedTemplate(
        resources=translated["Resources"],
        parameters=translated.get("Parameters", {}),
        conditions=translated.get("Conditions", {}),
        rules=translated.get("Rules", {}),
        local_paths=local_paths,
    )


class _NoManagedPolicies:
    """Managed policies are looked up in IAM by name; none is attached here."""

    def load(self) -> dict[str, str]:
        return {}


def _take_local_paths(document: dict[str, Any], folder: Path) -> dict[str, Path]:
    """Replace local paths by S3 addresses, in place, and return them by logical id."""
    shared_code = document.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
    paths: dict[str, Path] = {}
    for logical_id, resource in document["Resources"].items():
        name = _LOCAL_PATHS.get(resource.get("Type", ""))
        if name is None:
            continue
        properties = resource.setdefault("Properties", {})
        default = shared_code if name == "CodeUri" else None
        path = properties.get(name, default)
        if path is None:
            raise TemplateError(f"{logical_id} has no {name}; give the path of its files.")
        properties[name] = _PACKAGED.format(logical_id)
        paths[logical_id] = folder / path
    return paths


def _main() -> int:
    try:
        translated = translate(Path(sys.argv[1]))
    except TemplateError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    json.dump(
        {
            "resources": translated.resources,
            "parameters": translated.parameters,
            "conditions": translated.conditions,
            "rules": translated.rules,
            "local_paths": {logical_id: str(path) for logical_id, path in translated.local_paths.items()},
        },
        sys.stdout,
    )
    return 0


if __name__ == "__main__":
    sys.exit(_main())
