"""The commands of the local stack: `python -m tools.stack run|stop|status|sms|logs|remind`."""

import argparse
import json
import sys
import time
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tools.stack.control import run_in_background, run_in_foreground, running_settings, status, stop
from tools.stack.errors import StackError
from tools.stack.logs import function_logs
from tools.stack.morning import watch
from tools.stack.remind import remind
from tools.stack.settings import LOCAL, StackSettings
from tools.stack.sms import inbox, readable

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="tools.stack", description=__doc__)
    commands = root.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="build, start, deploy, fill in and serve until a signal")
    run.add_argument("--port", type=int, default=4566, help="of the emulated AWS")
    run.add_argument("--web-port", type=int, default=8080, help="of the API and Swagger UI")
    run.add_argument("--background", action="store_true", help="return once it is ready")
    ending = commands.add_parser("stop", help="end the running one")
    ending.add_argument("--quiet", action="store_true", help="say nothing when nothing runs")
    commands.add_parser("status", help="say whether it runs and where")
    messages = commands.add_parser("sms", help="print the SMS inbox")
    messages.add_argument("--phone", help="only this number, in +84 form")
    morning = commands.add_parser("remind", help="do the reminder run of a day")
    morning.add_argument("--on", type=date.fromisoformat, help="the day, as 2026-12-31; today when left out")
    logs = commands.add_parser("logs", help="print what the functions logged")
    logs.add_argument("--limit", type=int, default=200, help="how many lines at most")
    for command in commands.choices.values():
        command.add_argument("--state", type=Path, default=LOCAL / "state" / "default", help="the state folder")
    return root


def execute(arguments: argparse.Namespace) -> int:
    """Do what the command line says; the exit code."""
    settings = StackSettings(state=arguments.state.resolve())
    match arguments.command:
        case "run":
            return run(arguments)
        case "stop":
            stop(settings, quiet=arguments.quiet)
        case "status":
            status(settings)
        case "sms":
            print(readable(inbox(running_settings(settings).endpoint, arguments.phone)))
        case "logs":
            print("\n".join(function_logs(running_settings(settings), arguments.limit)))
        case _:
            day = arguments.on or datetime.now(HANOI).date()
            began_ms, running = int(time.time() * 1000), running_settings(settings)
            morning = watch(running, began_ms, int(remind(running, day)["planned"]))
            print(json.dumps(morning.words(), ensure_ascii=False, indent=2))
    return 0


def run(arguments: argparse.Namespace) -> int:
    """Run in the foreground or the background."""
    settings = StackSettings("default", arguments.port, arguments.web_port, arguments.state.resolve())
    if arguments.background:
        ports = ["--port", str(settings.port), "--web-port", str(settings.web_port)]
        return run_in_background(settings, [*ports, "--state", str(settings.state)])
    run_in_foreground(settings)
    return 0


def main() -> int:
    """Run the command line; a failure is one sentence on stderr and exit code 1."""
    try:
        return execute(parser().parse_args())
    except StackError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
