"""The command's entry: every ending is an exit code with a meaning, also that of a bug."""

from __future__ import annotations

import gc
import sys
from typing import Any

from scanner.errors import EitsError, ExitCode

GARBAGE = (50_000, 20, 100)
"""How many new objects make Python look for garbage. Reading a host's facts makes tens of thousands, none of them in
cycles; with Python's own 700 a third of the time goes into looking."""


def main() -> None:
    """Run the command line. Foreseen errors end with their own exit code, everything else with 70."""
    gc.set_threshold(*GARBAGE)
    try:
        from scanner.cli import root

        sys.exit(_run(root))
    except EitsError as error:
        print(f"eits-scan: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("eits-scan: interrupted", file=sys.stderr)
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitCode.OK)
    except Exception as error:  # noqa: BLE001 - a bug must not look like findings (Python's own exit code is 1)
        import traceback

        traceback.print_exc()
        print(f"eits-scan: this is a bug, please report it: {type(error).__name__}", file=sys.stderr)
        sys.exit(ExitCode.BUG)


def _run(root: Any) -> int:
    """Click's own endings as ours: its default gives Ctrl-C the exit code that means gaps."""
    import click

    try:
        ended = root(prog_name="eits-scan", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    return ended if isinstance(ended, int) else ExitCode.OK


if __name__ == "__main__":
    main()
