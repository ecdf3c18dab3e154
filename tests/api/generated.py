"""A client that `openapi-python-client` makes from the document, and the demonstration's client on top of it."""

from __future__ import annotations

import inspect
import subprocess
import sys
from dataclasses import dataclass, field
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from console.demo.client import Client, Refused
from tests.api.examiner import Examiner, name_of

PACKAGE = "shuzhuan_client"
_CONFIG = f"""
project_name_override: {PACKAGE}
package_name_override: {PACKAGE}
post_hooks: []
content_type_overrides: {{application/pdf: application/octet-stream}}
"""
_TIMEOUT = 60


def generate(address: str, folder: Path) -> str:
    """Make the package in a folder, from the running platform. Gives what the generator said; its warnings fail it."""
    config = folder / "config.yml"
    config.write_text(_CONFIG)
    command = [str(Path(sys.executable).parent / "openapi-python-client"), "generate", "--fail-on-warning"]
    command += ["--url", f"{address}/api/v1/openapi.json", "--meta", "none", "--config", str(config)]
    command += ["--output-path", str(folder / PACKAGE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass
class GeneratedClient(Client):
    """Asks with the generated functions and models; what it answers went through the generated models too."""

    examiner: Examiner = field(kw_only=True)

    def _answer(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Any:
        case = self.examiner.case(method, f"/api/v1/cities/{self.city}{path}")
        operation = case.operation
        function = import_module(f"{PACKAGE}.api.{operation.tags[0]}.{name_of(operation)}").sync_detailed
        takes = inspect.signature(function).parameters
        sent = {name.lower().replace("-", "_"): value for name, value in headers.items()}
        asked = {name: _typed(takes[name], value) for name, value in (case.path_parameters | case.query).items()}
        asked |= {name: value for name, value in sent.items() if name in takes}
        if content:
            asked["body"] = _body(takes["body"].annotation, content)
        answer = function(client=self._transport(), **asked)
        if answer.status_code >= 400:
            raise Refused(answer.status_code, answer.parsed.to_dict())
        if not hasattr(answer.parsed, "to_dict"):
            return answer.parsed.payload.read()
        told: dict[str, Any] = answer.parsed.to_dict()
        assert told.keys() == orjson.loads(answer.content).keys(), "a model lost something on the way"
        return told

    def _transport(self) -> Any:
        package = import_module(PACKAGE)
        if self.token is None:
            return package.Client(self.address, timeout=_TIMEOUT)
        return package.AuthenticatedClient(self.address, self.token, timeout=_TIMEOUT)


def _typed(parameter: inspect.Parameter, value: Any) -> Any:
    """A value of an address in the type that the function takes."""
    return UUID(value) if "UUID" in str(parameter.annotation) else value


def _body(model: Any, content: bytes) -> Any:
    """A request's body as the model that the function takes."""
    return model(payload=BytesIO(content)) if model.__name__ == "File" else model.from_dict(orjson.loads(content))
