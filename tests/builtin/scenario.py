"""Tell one story for the tests of the built-ins: Dana was interviewed by Priya and wants to follow up."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import attrs

from followkit._core.decisions import FollowUp, State, Subject, Window
from followkit._core.facts import Application, Candidate, Employer, Person
from followkit._core.notes import Note, Part
from followkit._core.vocabulary import ContactClass

NEW_YORK = timezone(timedelta(hours=-4))

PRIYA = Person(id="priya", name="Priya Raman", addresses={"email": "priya@acme.example", "phone": "+1 212 555 0199"})
DANA = Candidate(name="Dana Kim", addresses={"email": "dana@home.example", "phone": "+1 212 555 0142"})
APPLICATION = Application(
    id="acme", position="Backend Engineer", employer=Employer(name="Acme"), me=DANA, people=(PRIYA,)
)

THANK_YOU = FollowUp(
    key="acme:thank-you:panel:priya",
    covers=("acme:thank-you:panel:priya",),
    handle="thank-you/priya",
    application="acme",
    slot="thank-you",
    rule="thank-you",
    contact=ContactClass.COURTESY,
    subject=Subject(kind="person", fact="panel", person="priya", round="panel"),
    recipient="priya",
    about=("priya",),
    channel="email",
    channel_class="written",
    note="thank-you",
    window=Window(
        earliest=datetime(2025, 6, 5, 16, 0, tzinfo=NEW_YORK),
        target=datetime(2025, 6, 5, 17, 0, tzinfo=NEW_YORK),
        late_after=datetime(2025, 6, 10, 0, 0, tzinfo=NEW_YORK),
        expires=datetime(2025, 6, 12, 15, 0, tzinfo=NEW_YORK),
        zone="America/New_York",
    ),
    state=State.READY,
    when=datetime(2025, 6, 5, 17, 0, tzinfo=NEW_YORK),
)

THANKS = Note(
    handle=THANK_YOU.handle,
    key=THANK_YOU.key,
    kind="thank-you",
    language="en",
    recipient="priya",
    subject="Thank you: Backend Engineer interview",
    salutation="Dear Priya,",
    paragraphs=(
        (
            Part(name="thanks", text="Thank you for the hour on Thursday about the Backend Engineer role."),
            Part(name="key_point", text="I keep coming back to taking billing off the nightly cron."),
        ),
        (Part(name="next_step", text="I look forward to hearing from you."),),
    ),
    closing="Best regards,",
    signature="Dana Kim",
)


def with_person(**changes: Any) -> Application:
    """Return the application with Priya changed."""
    return attrs.evolve(APPLICATION, people=(attrs.evolve(PRIYA, **changes),))
