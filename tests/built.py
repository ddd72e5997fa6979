"""The template as an account gets it: SAM's resources written out, conditions decided, parameters filled in."""

import json
import subprocess
from functools import cache
from typing import Any

from tests.template import ROOT

SAM_PYTHON = ROOT / ".local" / "sam" / "bin" / "python"
ABSENT = object()


@cache
def built(stage: str = "prod", **parameters: str) -> dict[str, dict[str, Any]]:
    """Give the resources that a stage gets, by logical id; `Ref` and `Fn::GetAtt` of resources stay as they are."""
    asked = {"Stage": stage, **parameters}
    words = [f"{name}={value}" for name, value in asked.items()]
    command = [str(SAM_PYTHON), "-m", "tools.expanded", *words]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")  # noqa: S603 - our own words
    document = json.loads(done.stdout)
    defaults = {name: one["Default"] for name, one in document["Parameters"].items() if "Default" in one}
    deciding = _Deciding(document.get("Conditions", {}), {**defaults, **asked})
    made = {name: one for name, one in document["Resources"].items() if deciding.holds(one.get("Condition"))}
    return {name: deciding.decided(one) for name, one in made.items()}


def of_type(kind: str, stage: str = "prod", **parameters: str) -> dict[str, dict[str, Any]]:
    """Give the resources of one type."""
    return {name: one for name, one in built(stage, **parameters).items() if one["Type"] == kind}


class _Deciding:
    """CloudFormation's condition functions, as far as the template uses them."""

    def __init__(self, conditions: dict[str, Any], parameters: dict[str, str]) -> None:
        self._conditions = conditions
        self._parameters = parameters

    def holds(self, condition: str | None) -> bool:
        """Say whether a named condition holds; what has none is always there."""
        return condition is None or self._true(self._conditions[condition])

    def _true(self, rule: Any) -> bool:
        ((function, of),) = rule.items()
        if function == "Condition":
            return self.holds(of)
        if function == "Fn::Equals":
            return bool(self.decided(of[0]) == self.decided(of[1]))
        parts = [self._true(part) for part in of]
        return {"Fn::Not": lambda: not parts[0], "Fn::And": lambda: all(parts), "Fn::Or": lambda: any(parts)}[
            function
        ]()

    def decided(self, value: Any) -> Any:
        """Write a value with every `Fn::If` decided, and without what is then nothing."""
        if isinstance(value, list):
            return [one for one in map(self.decided, value) if one is not ABSENT]
        if not isinstance(value, dict):
            return value
        if value == {"Ref": "AWS::NoValue"}:
            return ABSENT
        if "Fn::If" in value:
            condition, yes, no = value["Fn::If"]
            return self.decided(yes if self.holds(condition) else no)
        if set(value) == {"Ref"} and value["Ref"] in self._parameters:
            return self._parameters[value["Ref"]]
        decided = {key: self.decided(one) for key, one in value.items()}
        return {key: one for key, one in decided.items() if one is not ABSENT}
