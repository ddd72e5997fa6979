"""Compile the hashed requirement files from what people write; no index is named in the result."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tools.bootstrap.environments import REQUIREMENTS, get_uv
from tools.bootstrap.process import ROOT, BootstrapError, CommandError, explain, run, say, tool_environment

SOURCES = (*sorted((ROOT / "layers").glob("*/requirements.in")), *sorted(REQUIREMENTS.glob("*.in")))
OPTIONS = ("--quiet", "--universal", "--generate-hashes", "--no-annotate", "--no-emit-index-url")


def compile_file(uv: str, source: Path, *options: str) -> None:
    """Write the `.txt` beside the `.in`, for every platform, with the hashes of all its files.

    Raises:
        CommandError: when uv finds no solution or no index.
    """
    target = source.with_suffix(".txt")
    env = {**tool_environment(), "UV_CUSTOM_COMPILE_COMMAND": "make requirements"}
    run(uv, "pip", "compile", *OPTIONS, *options, "--output-file", str(target), str(source), env=env)
    say(f"{target.relative_to(ROOT)}: compiled")


def main() -> int:
    """Run the command line; 0 when all files are written."""
    parser = argparse.ArgumentParser(prog="tools.bootstrap.requirements", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions the .in files allow")
    upgrade = ("--upgrade",) if parser.parse_args().upgrade else ()
    os.chdir(ROOT)
    try:
        uv = get_uv()
        for source in SOURCES:
            compile_file(uv, source, "--python-version", "3.9" if source.stem == "uv" else "3.13", *upgrade)
    except (BootstrapError, CommandError) as error:
        sentence = explain("Compiling the requirements", str(error)) if isinstance(error, CommandError) else error
        print(f"error: {sentence}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
