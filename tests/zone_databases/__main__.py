"""Check that a change of time-zone law keeps the hour people agreed on: ``python -m tests.zone_databases DIR DIR DIR``.

Each DIR holds one version of the ``tzdata`` package (2022.1, 2023.3 and the newest, in this order). Every version runs
in a process of its own. The cases name zones whose law changed between them, and the instant each version gives.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import followkit as fk

CASES = Path(__file__).parents[3] / "shared" / "samples" / "hostile" / "own" / "tzdata-update-cases.json"
VERSIONS = ("tzdata_2022_1", "tzdata_2023_3", "current")
AN_HOUR_LATER = time(11)  # the interview is from 9 to 10, and no thank-you goes in the first hour


def planned(zone: str, local: str) -> tuple[str, str]:
    """Return when a thank-you may first go after an interview at *local*: on their clock, and in UTC."""
    start = datetime.fromisoformat(local)
    told = fk.Interviewer(person="ana", talked_about=("the harbour",))
    facts = fk.Application(
        id="acme",
        position="Engineer",
        people=[fk.Person(id="ana", name="Ana Lima", addresses={"email": "ana@acme.example"})],
        interviews=[fk.Interview(id="first", start=start, minutes=60, zone=zone, interviewers=[told])],
    )
    thanks = fk.Kit().plan(facts, now=_utc(start)).follow_up("thank-you/ana")
    assert thanks is not None
    return thanks.window.earliest.isoformat(), _utc(thanks.window.earliest).isoformat()


def _utc(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def in_this_process() -> None:
    """Print what this process's zone database gives for every case."""
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps([planned(case["zone"], case["local"]) for case in cases]))


def in_process_with(folder: str) -> list[list[str]]:
    """Return what another process gives for every case when it reads its zones from *folder*."""
    environment = {**os.environ, "PYTHONTZPATH": str(Path(folder).resolve() / "tzdata" / "zoneinfo")}
    command = [sys.executable, "-m", "tests.zone_databases", "--here"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: list[list[str]] = json.loads(ran.stdout)
    return found


def complaints(folders: list[str]) -> Iterator[str]:
    """Tell what is not as it should be: an hour that moved, or an instant that is not this version's."""
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    for folder, version in zip(folders, VERSIONS, strict=True):
        for case, (local, instant) in zip(cases, in_process_with(folder), strict=True):
            day = date.fromisoformat(case["local"][:10])
            starts = datetime.fromisoformat(f"{day}T{case[version].replace('Z', '+00:00')}")
            if datetime.fromisoformat(local).time() != AN_HOUR_LATER:
                yield f"{case['zone']} with {version}: the hour moved to {local}"
            if datetime.fromisoformat(instant) != starts + timedelta(hours=2):
                yield f"{case['zone']} with {version}: {instant} is not two hours after {starts.isoformat()}"


def main(arguments: list[str]) -> int:
    """Run one process per folder and tell what is wrong."""
    if arguments == ["--here"]:
        in_this_process()
        return 0
    if len(arguments) != len(VERSIONS):
        sys.stderr.write(f"give {len(VERSIONS)} folders with tzdata: {', '.join(VERSIONS)}\n")
        return 2
    told = list(complaints(arguments))
    sys.stdout.write("\n".join([*told, f"{len(VERSIONS)} zone databases: {len(told)} complaints"]) + "\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
