"""Use the command line as a person does: in a folder, one command after the other."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from attrs import frozen

from followkit.__main__ import main

INTERVIEW_OVER = "2025-06-05T17:10"
DATE_PASSED = "2025-06-17T10:30"

ACME = """\
company = "Acme"
position = "Backend Engineer"
country = "US"
decision_by = 2025-06-13                 # "you'll hear by Friday the 13th"
me = { name = "Dana Kim", email = "dana@example.org", phone = "+1 212 555 0142" }
strengths = ["At Northwind I moved invoicing from a nightly batch to a queue; late invoices fell to two a week."]

[interviews.panel]
start = 2025-06-05T14:00:00
minutes = 60
zone = "America/New_York"
with = ["priya", "sam"]

[people.priya]
name = "Priya Raman"
email = "priya@acme.example"
role = "hiring manager"
talked_about = ["taking billing off the nightly cron"]

[people.sam]
name = "Sam Ode"
email = "sam@acme.example"
"""
INVITE = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:panel-1@acme.example
DTSTAMP:20250601T120000Z
DTSTART;TZID=America/New_York:20250605T140000
DTEND;TZID=America/New_York:20250605T150000
SUMMARY:Panel "Backend"
ORGANIZER;CN=Rae Lind:mailto:rae@acme.example
ATTENDEE;CN=Dana Kim;PARTSTAT=ACCEPTED:mailto:dana@example.org
ATTENDEE;CN=Priya Raman;PARTSTAT=ACCEPTED:mailto:priya@acme.example
ATTENDEE;CN=Sam Ode;PARTSTAT=DECLINED:mailto:sam@acme.example
END:VEVENT
END:VCALENDAR
"""


@frozen(kw_only=True)
class Answer:
    """Hold what a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Give the lines of standard output."""
        return self.out.splitlines()


def followkit(*arguments: object) -> Answer:
    """Run one command in this process."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # how argparse ends
            code = int(ended.code or 0)
    answer = Answer(code=code, out=out.getvalue(), err=err.getvalue())
    assert "Traceback" not in answer.out + answer.err
    assert "fault of followkit" not in answer.err, answer.err
    return answer


def distribution(folder: Path, name: str, source: str) -> None:
    """Write a distribution ``followkit-<name>`` 2.1 into a folder of the path: one module, one entry point."""
    (folder / f"plugins_{name}.py").write_text(source, encoding="utf-8")
    told = folder / f"plugins_{name}-2.1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: followkit-{name}\nVersion: 2.1\n")
    (told / "entry_points.txt").write_text(f"[followkit]\n{name} = plugins_{name}\n")


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
