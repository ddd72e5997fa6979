"""Reads template.yaml, with CloudFormation's short functions kept as plain dictionaries."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent


class _Loader(yaml.SafeLoader):
    """A loader of its own, so that the short functions are known here only."""


def _short_function(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    else:
        raise TypeError(f"YAML has no node of the kind {type(node).__name__}")
    return {suffix: value}


_Loader.add_multi_constructor("!", _short_function)


@cache
def template() -> dict[str, Any]:
    """Give the whole template."""
    text = (ROOT / "template.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    return document


def resources(kind: str) -> dict[str, dict[str, Any]]:
    """Give the resources of one type by logical id."""
    found: dict[str, dict[str, Any]] = template()["Resources"]
    return {name: resource for name, resource in found.items() if resource["Type"] == kind}
