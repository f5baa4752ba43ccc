"""Verify an export of the audit log without Floorwalker.

    python verify_export.py audit.csv

Needs nothing but Python. Every line of the file is hashed again from what stands in it; lines that
follow one another in a chain must hold each other. A line that is not in the file (a search left it
out) is a gap, which is counted, not blamed.
"""

import csv
import hashlib
import json
import sys
from datetime import datetime
from pathlib import Path


def main(path):
    """Print what is wrong; return how many lines are."""
    csv.field_size_limit(10**9)
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows.sort(key=lambda row: (row["chain"], int(row["sequence"])))
    wrong = gaps = 0
    before = {"chain": None, "sequence": "0", "hash": ""}
    for row in rows:
        faults = faults_of(row)
        follows = row["chain"] == before["chain"]
        if follows and int(row["sequence"]) == int(before["sequence"]) + 1:
            if row["previous"] != before["hash"]:
                faults.append("does not follow the line before it")
        else:
            gaps += int(row["sequence"]) != 1 or follows
        if faults:
            wrong += 1
            print(f"{row['chain']}, row {row['sequence']}: {', '.join(faults)}")
        before = row
    print(f"{len(rows)} lines, {wrong} wrong, {gaps} gaps")
    return wrong


def faults_of(row):
    """Return what is wrong with one line by itself."""
    faults = []
    sequence = int(row["sequence"]).to_bytes(8, "big")
    sealed = hashlib.sha256(bytes.fromhex(row["previous"]) + sequence + row["body"].encode())
    if sealed.hexdigest() != row["hash"]:
        faults.append("its body is not what was sealed")
    body = json.loads(row["body"])
    if not shows(row, body):
        faults.append("its cells are not those of its body")
    for place, fact in json.loads(row["personal"]).items():
        side, _, name = place.partition(" ")
        hashed = hashlib.sha256(bytes.fromhex(fact["salt"]) + fact["value"].encode()).hexdigest()
        kept = body["actor_hash"] if side == "actor" else body[side][name]["personal"]
        if hashed != kept:
            faults.append(f"its {side} fact {name} is not what was sealed")
    return faults


def shows(row, body):
    """Tell whether the cells that people read say what the body says."""
    names = ("action", "subject_type", "subject_id", "chain")
    same = [row[name] == body[name] for name in names]
    same.append(datetime.fromisoformat(row["at"]) == datetime.fromisoformat(body["at"]))
    same.append(row["account"] == str(body.get("user_id", "")))
    for side in ("before", "after"):
        cells = json.loads(row[side] or "{}")
        facts = body[side] or {}
        same.append(cells.keys() == facts.keys())
        same += [cells.get(name) == fact for name, fact in facts.items() if not is_hash(fact)]
    for place, fact in json.loads(row["personal"]).items():
        side, _, name = place.partition(" ")
        cell = row["who"].removeprefix("'") if side == "actor" else json.loads(row[side])[name]
        same.append(cell == json.loads(fact["value"]))
    return all(same)


def is_hash(fact):
    """Tell whether a salted hash stands for a personal fact."""
    return isinstance(fact, dict) and fact.keys() == {"personal"}


if __name__ == "__main__":
    sys.exit(4 if main(sys.argv[1]) else 0)
