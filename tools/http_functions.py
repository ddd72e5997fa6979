"""The functions behind the API, found in template.yaml: a new one is known everywhere without another list of them."""

import importlib
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from tools.template import resources

_TARGET = re.compile(r"'GetAtt': '(\w+)\.Arn'")
_PARAMETER = re.compile(r"\{\w+\}")


@cache
def serving() -> dict[str, str]:
    """Name the function of each path of the API, by logical id; paths without parameters come first, as in AWS."""
    paths: dict[str, Any] = resources("AWS::Serverless::Api")["Api"]["Properties"]["DefinitionBody"]["paths"]
    found = {}
    for path in sorted(paths, key=lambda path: (path.count("{"), path)):
        targets = {str(one["x-amazon-apigateway-integration"]["uri"]["Sub"]) for one in paths[path].values()}
        if len(targets) != 1 or (target := _TARGET.search(targets.pop())) is None:
            raise ValueError(f"{path}: all operations of a path lead to one function")
        found[path] = target[1]
    return found


def names() -> list[str]:
    """Name the functions behind the API, by logical id."""
    return sorted(set(serving().values()))


def function_of(path: str) -> str:
    """Name the function that the gateway calls for a path; empty where the API has no such route."""
    for pattern, name in serving().items():
        if re.fullmatch(_PARAMETER.sub("[^/]+", pattern), path):
            return name
    return ""


@cache
def app_of(name: str) -> Any:  # noqa: ANN401 - a powertools resolver
    """Import a function and give its resolver."""
    return _module(name).app


def handler_of(name: str) -> Callable[..., dict[str, Any]]:
    """Import a function and give what the gateway calls."""
    handler: Callable[..., dict[str, Any]] = _module(name).lambda_handler
    return handler


def _module(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    handler: str = resources("AWS::Serverless::Function")[name]["Properties"]["Handler"]
    return importlib.import_module(handler.rpartition(".")[0])
