"""How this folder runs a program that must succeed, and what it says when a host fails."""

import subprocess


class HostError(RuntimeError):
    """A host did not boot, or a command on it failed; the text holds what it printed."""


def must(*argv: object, stdin: str = "") -> str:
    """What the program printed. Raises OSError with its own words when it fails."""
    words = [str(word) for word in argv]
    done = subprocess.run(words, input=stdin, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise OSError(f"{' '.join(words)}: exit {done.returncode}: {done.stderr.strip()}")
    return done.stdout
