"""Prints the template as CloudFormation gets it from SAM, as JSON: `python -m tools.expanded Stage=prod`.

Run by the SAM CLI's own Python, which has the translator; nothing of AWS is asked.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).resolve().parent.parent / "template.yaml"
LOCAL_CODE = ("CodeUri", "ContentUri")


def expanded(parameters: dict[str, str]) -> dict[str, Any]:
    """Translate the template with these parameters; what is built and uploaded stands for itself by name."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "ap-southeast-1")  # the translator asks for one, and no more
    from samtranslator.parser.parser import Parser  # type: ignore[import-not-found]  # noqa: PLC0415
    from samtranslator.translator.translator import Translator  # type: ignore[import-not-found]  # noqa: PLC0415
    from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-not-found]  # noqa: PLC0415

    document = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    for name, resource in document["Resources"].items():
        for key in set(LOCAL_CODE) & set(resource.get("Properties", {})):
            resource["Properties"][key] = f"s3://artefacts/{name}"
    translated: dict[str, Any] = Translator({}, Parser()).translate(document, parameters)
    return translated


if __name__ == "__main__":
    json.dump(expanded(dict(word.split("=", 1) for word in sys.argv[1:])), sys.stdout)
