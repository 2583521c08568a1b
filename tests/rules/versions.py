"""The table of versions, `versions.json`: for each (rule, version) and each rule-set version, the digest of what it does.

`python -m tests.rules.versions` adds the versions that are new. A version that has another digest in the table is refused: its
logic or a threshold changed, so it needs a new version. `--anew` replaces such digests instead; that is right only for versions
that no clinic has run yet.
"""

import json
import sys
from pathlib import Path
from typing import Any

from assessments.rules import CATALOGUE, RULE_SET_VERSION
from tests.rules.logic_digest import rule_digest, rule_set_digest

FILE = Path(__file__).with_name("versions.json")
REFRESH = "python -m tests.rules.versions"

Table = dict[str, dict[str, Any]]


def recorded(file: Path = FILE) -> Table:
    table: Table = json.loads(file.read_text()) if file.exists() else {"rules": {}, "rule_sets": {}}
    return table


def refresh(file: Path = FILE, *, anew: bool = False) -> list[str]:
    """Write the table with what is new, and with `anew` with what is different; returns what was refused."""
    table, refused = recorded(file), []
    found = [(table["rules"].setdefault(rule.id, {}), str(rule.version), rule_digest(rule), rule.id) for rule in CATALOGUE]
    found.append((table["rule_sets"], RULE_SET_VERSION, rule_set_digest(), "the rule set"))
    for versions, version, digest, name in found:
        if anew or versions.get(version, digest) == digest:
            versions[version] = digest
        else:
            refused.append(f"{name} is not what it was in version {version}: it needs a new one")
    file.write_text(json.dumps(table, indent=2, sort_keys=True) + "\n")
    return refused


if __name__ == "__main__":
    sys.exit("\n".join(refresh(anew="--anew" in sys.argv[1:])))
