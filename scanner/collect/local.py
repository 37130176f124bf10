"""Runs one collector on this machine and prints its facts as JSON: `python -m scanner.collect.local NAME [KEY...]`.

For who writes a collector. `--case` prints a case file for tests/facts/ instead; read it before you keep it, because it
holds what this machine said.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import yaml
from pydantic import RootModel

from scanner.collect.evidence import decode
from scanner.collect.script import assemble
from scanner.facts.raw import Evidence, Raw
from scanner.facts.registry import facts_of
from scanner.model.facts import Facts, Table
from scanner.model.unknown import Unknown


def answer(script: str, shell: Sequence[str] = ("/bin/sh",)) -> Evidence:
    """What this machine answers to a script."""
    done = subprocess.run([*shell, "-s"], input=script.encode(), stdout=subprocess.PIPE, check=False)
    return decode(done.stdout)


def main(arguments: Sequence[str]) -> int:
    """Prints the facts, or with --case the case. Returns 1 when the collector could not be read."""
    words = [word for word in arguments if word != "--case"]
    if not words:
        print(__doc__)
        return 2
    evidence = answer(assemble([(words[0], tuple(words[1:]))]))
    raw = evidence.raw(words[0])
    facts = facts_of(evidence, words[:1])[words[0]]
    if "--case" in arguments and isinstance(raw, Raw):
        sys.stdout.write(_case(raw, facts))
        return 0
    print(RootModel[Facts | Table | Unknown](facts).model_dump_json(indent=2, serialize_as_any=True))  # type: ignore[type-arg]
    if isinstance(raw, Raw):
        for name, stream in raw.streams.items():
            marks = f"{' CUT' if stream.cut else ''}{f' said {stream.error.strip()!r}' if stream.error else ''}"
            print(f"# stream {name}: {len(stream.data)} bytes, exit {stream.exit}{marks}", file=sys.stderr)
        print(f"# collector: exit {raw.exit}, cause {raw.cause}, broken {dict(raw.broken)}", file=sys.stderr)
    return 1 if isinstance(facts, Unknown) else 0


def _case(raw: Raw, facts: Facts | Table[object] | Unknown) -> str:
    streams = {}
    for name, stream in raw.streams.items():
        kept: dict[str, object] = {"exit": stream.exit, "text": stream.data.decode("utf-8", "replace")}
        if stream.cut:
            kept["cut"] = True
        if stream.error:
            kept["error"] = stream.error
        streams[name] = kept
    case = {"about": "", "keys": list(raw.keys), "streams": streams, "facts": facts.model_dump(mode="json")}
    return yaml.dump(case, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
