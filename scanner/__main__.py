"""The command's entry: every ending is an exit code with a meaning, also that of a bug."""

from __future__ import annotations

import sys

from scanner.errors import EitsError, ExitCode


def main() -> None:
    """Run the command line. Foreseen errors end with their own exit code, everything else with 70."""
    try:
        from scanner.cli import root

        root(prog_name="eits-scan")
    except EitsError as error:
        print(f"eits-scan: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("eits-scan: interrupted", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitCode.OK)
    except Exception as error:  # noqa: BLE001 - a bug must not look like findings (Python's own exit code is 1)
        import traceback

        traceback.print_exc()
        print(f"eits-scan: this is a bug, please report it: {type(error).__name__}", file=sys.stderr)
        sys.exit(ExitCode.BUG)


if __name__ == "__main__":
    main()
