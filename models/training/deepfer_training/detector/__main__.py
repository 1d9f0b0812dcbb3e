"""The face detector's command line: `python -m deepfer_training.detector COMMAND`."""

from __future__ import annotations

import argparse
import sys

from . import distill, evaluate, export, prepare, restore

COMMANDS = {"prepare": prepare, "distill": distill, "evaluate": evaluate, "export": export, "restore": restore}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="deepfer_training.detector", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, module in COMMANDS.items():
        module.add_arguments(commands.add_parser(name, help=module.__doc__.splitlines()[0]))
    args = parser.parse_args(argv)
    try:
        COMMANDS[args.command].main(args)
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
