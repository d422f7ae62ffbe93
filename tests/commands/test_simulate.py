"""``followkit simulate`` tells what would be sent, day by day, and refuses what makes no sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from followkit.__main__ import main

FACTS = """
company = "Acme"
position = "Backend Engineer"
country = "US"
decision_by = 2025-06-13
me = { name = "Dana Kim" }

[interviews.panel]
start = 2025-06-05T14:00:00
minutes = 60
zone = "America/New_York"
with = ["priya"]

[people.priya]
name = "Priya Raman"
email = "priya@acme.example"
talked_about = ["taking billing off the nightly cron"]
"""


def ran(tmp_path: Path, *options: str, facts: str = FACTS) -> int:
    file = tmp_path / "acme.toml"
    file.write_text(facts, encoding="utf-8")
    return main(["simulate", str(file), "--now", "2025-06-05T15:05:00", *options])


def test_it_tells_what_would_be_sent_and_when_to_let_go(tmp_path, capsys):
    assert ran(tmp_path, "--until", "2025-08-31") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Thu 5 Jun 17:00  sent: thank-you/priya: e-mail to Priya Raman",
        "Tue 17 Jun 10:00  sent: check-in/1: e-mail to Priya Raman",
        "Wed 25 Jun 10:00  sent: check-in/2: e-mail to Priya Raman",
        "Mon 7 Jul 10:00  sent: closing-note/1: e-mail to Priya Raman",
        "Wed 6 Aug 10:00  a month of silence: let this one go",
    ]


def test_where_nothing_happens_it_says_so(tmp_path, capsys):
    assert ran(tmp_path, "--until", "2025-06-05", facts='company = "Acme"\nme = { zone = "America/New_York" }\n') == 0
    assert capsys.readouterr().out == "Nothing would happen until then.\n"


@pytest.mark.parametrize("until", ["2025-06-04", "soon"])
def test_an_end_that_lies_behind_or_is_no_day_is_refused(tmp_path, capsys, until):
    assert ran(tmp_path, "--until", until) == 2
    assert "--until" in capsys.readouterr().err
