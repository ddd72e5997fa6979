"""Make the environments that every command of this project needs, below `.local/`.

Runs on any Python from 3.9 on, with nothing but the standard library: it fetches uv, finds or fetches
Python 3.13 and installs the hashed requirement files. With nothing to do it costs only the start of Python.
"""

from __future__ import annotations

import argparse
import sys

from tools.bootstrap.environments import ENVIRONMENTS, EVERYDAY, bootstrap
from tools.bootstrap.process import BootstrapError


def main() -> int:
    """Run the command line; 0 when everything is in place, 1 with a sentence on stderr when not."""
    parser = argparse.ArgumentParser(prog="tools.bootstrap", description="make the environments below .local/")
    parser.add_argument("names", nargs="*", help=f"of {', '.join(ENVIRONMENTS)}; the everyday ones when none is named")
    names = parser.parse_args().names or list(EVERYDAY)
    unknown = sorted(set(names) - set(ENVIRONMENTS))
    if unknown:
        parser.error(f"no such environment: {', '.join(unknown)}")
    try:
        bootstrap(names)
    except BootstrapError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("error: interrupted; run make again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
