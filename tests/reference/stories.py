"""Tell what really happens in hiring processes, each story up to some point of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

import followkit as fk
from followkit.events import Event
from tests.reference.happenings import happening

Story = Callable[[Random, fk.Application, datetime], Iterator[Event]]
Step = tuple[str, dict[str, Any]]


def story(*steps: Step, apart: tuple[float, ...] = (1, 2, 5, 24, 50, 130)) -> Story:
    """Make a story: so many of its steps in their order, each some hours after the one before."""

    def told(chance: Random, application: fk.Application, at: datetime) -> Iterator[Event]:
        for kind, given in steps[: chance.randint(1, len(steps))]:
            yield happening(kind, chance, application, at, **given)
            at += timedelta(minutes=5 * round(12 * chance.choice(apart)))

    return told


def whole(*steps: Step, apart: tuple[float, ...] = (1,)) -> Story:
    """Make a story that is told to its end."""

    def told(chance: Random, application: fk.Application, at: datetime) -> Iterator[Event]:
        for kind, given in steps:
            yield happening(kind, chance, application, at, **given)
            at += timedelta(minutes=5 * round(12 * chance.choice(apart)))

    return told


def sent(handle: str, **given: Any) -> Step:
    return "sent", {"follow_up": handle, "contact": None, "interview": None, "to": None, **given}


def called(handle: str, **given: Any) -> Step:
    return "called", {"follow_up": handle, "contact": None, "interview": None, "to": None, **given}


def decided(to: str) -> Step:
    return "decided", {"to": to}


def replied(word: str, **given: Any) -> Step:
    return "replied", {"reply": word, "decision_by": None, "says": None, **given}


DAYS_APART = (100, 170, 240, 400)


def thanked(chance: Random, application: fk.Application, at: datetime) -> Iterator[Event]:
    """Thank some of those who were met, some time after an interview."""
    for interview in application.interviews:
        start = interview.start
        if not isinstance(start, datetime) or chance.random() < 0.2:
            continue
        over = (start if start.tzinfo else start.replace(tzinfo=at.tzinfo)) + timedelta(
            hours=chance.choice((-3, 2, 3, 9, 26))
        )
        for part in interview.interviewers:
            if chance.random() < 0.7:
                named = interview.id if chance.random() < 0.4 else None
                given = sent(f"thank-you/{part.person}", to=part.person, interview=named)[1]
                yield happening("sent", chance, application, over, **given)


def waited(chance: Random, application: fk.Application, at: datetime) -> Iterator[Event]:
    """Thank, then ask once, twice, and say goodbye."""
    yield from thanked(chance, application, at)
    steps = (sent("check-in/1"), sent("check-in/2"), sent("closing-note/1"))
    yield from story(*steps, apart=DAYS_APART)(chance, application, at + timedelta(days=5))


def answered(chance: Random, application: fk.Application, at: datetime) -> Iterator[Event]:
    """Ask, and get an answer of some kind, more than once."""
    words = ("still deciding", "still deciding", "on hold", "progress", "no news", "question", "unclassified")
    steps = [
        sent("check-in/1"),
        replied(chance.choice(words)),
        sent("acknowledgement/1"),
        replied(chance.choice(words)),
    ]
    yield from story(*steps, sent("check-in/2"), apart=(3, 24, 60, 200))(chance, application, at + timedelta(days=3))


def met(chance: Random, application: fk.Application, at: datetime, *steps: Step) -> Iterator[Event]:
    """Tell what happened to one interview, beginning near the time it was planned for."""
    interview = chance.choice(application.interviews)
    start = interview.start
    near = start.replace(tzinfo=at.tzinfo) if isinstance(start, datetime) else at
    at = near + timedelta(minutes=5 * chance.choice((-400, -200, -100, 2, 4, 12, 60)))
    own = [(kind, given | {"interview": interview.id} if "interview" in given else given) for kind, given in steps]
    yield from story(*own, apart=(1, 3, 20, 26, 50, 75))(chance, application, at)


def about(*steps: Step) -> Story:
    return lambda chance, application, at: met(chance, application, at, *steps)


def forgotten(chance: Random, application: fk.Application, at: datetime) -> Iterator[Event]:
    """Thank, and then remember something."""
    thanks = list(thanked(chance, application, at))
    yield from thanks
    at = max((event.at for event in thanks), default=at) + timedelta(hours=chance.choice((1, 6, 30)))
    steps: Sequence[Step] = (("forgot", {"answers": False}), sent("addendum/1"), ("forgot", {}))
    yield from whole(*steps[: chance.choice((1, 1, 1, 2, 3))], apart=(2, 20))(chance, application, at)


def told_by_the_day(chance: Random, application: fk.Application, at: datetime) -> Iterator[Event]:
    """Hear in the interview when they decide: that day, or much later."""
    when = [interview.start for interview in application.interviews if isinstance(interview.start, datetime)]
    if when:
        first = min(start.replace(tzinfo=at.tzinfo) for start in when)
        day = first.date() + timedelta(days=chance.choice((0, 14, 20)))
        yield happening("promised", chance, application, first, decision_by=day, says=None)
    yield from thanked(chance, application, at)


def returned(chance: Random, application: fk.Application, at: datetime) -> Iterator[Event]:
    """Write to somebody more than once, and have it come back."""
    person = chance.choice(application.people)
    for handle in chance.sample((f"thank-you/{person.id}", "check-in/1", "check-in/2", "acknowledgement/1"), 2):
        channel = chance.choice(("email", None, "phone"))
        yield happening("sent", chance, application, at, **sent(handle, to=person.id)[1] | {"channel": channel})
        at += timedelta(minutes=5 * chance.choice((1, 40, 900)))
    yield happening("bounced", chance, application, at, person=person.id)


def put_off(chance: Random, application: fk.Application, at: datetime) -> Iterator[Event]:
    """Put off reminders, of everything or of one thing, and then for a shorter or a longer time."""
    for _ in range(chance.choice((1, 2, 2))):
        what = chance.choice((None, "thank-you", "check-in", "check-in/1", "logistics", "thank-you/i0/all"))
        yield happening("snoozed", chance, application, at, follow_up=what)
        at += timedelta(hours=chance.choice((1, 30)))


def called_up(chance: Random, application: fk.Application, at: datetime) -> Iterator[Event]:
    """Call somebody, though nothing here planned it."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        contact = chance.choice(("courtesy", "reply", "status"))
        given = {"follow_up": None, "contact": contact, "interview": None, "voicemail": chance.random() < 0.2}
        yield happening("called", chance, application, at, **given)
        at += timedelta(hours=chance.choice((3, 26, 80)))


def away(chance: Random, application: fk.Application, at: datetime) -> Iterator[Event]:
    """Hear that some of them are away."""
    theirs = [person.id for person in application.people if person.role.value != "reference"]
    for person in chance.sample(theirs, min(len(theirs), chance.choice((1, 2, 3)))):
        until = at.date() + timedelta(days=chance.choice((3, 8, 12, 16)))
        yield happening("out-of-office", chance, application, at, person=person, until=until)


IT: dict[str, Any] = {"interview": "i0"}
REFERENCES: Sequence[Step] = (("references-requested", {}), sent("reference-notice/ref", to=None))

GOING_ON: tuple[Story, ...] = (
    thanked,
    waited,
    waited,
    answered,
    forgotten,
    forgotten,
    *4 * (told_by_the_day,),
    *2 * (returned,),
    *2 * (put_off,),
    *2 * (called_up,),
    *3 * (away,),
    story(("promised", {}), sent("check-in/1"), sent("check-in/2"), apart=DAYS_APART),
    whole(("promised", {}), sent("check-in/1"), apart=DAYS_APART),
    story(("invited", {}), sent("check-in/1")),
    whole(("invited", {})),
    story(replied("still deciding"), replied("still deciding"), replied("still deciding"), apart=DAYS_APART),
    *2 * (whole(replied("still deciding"), replied("still deciding"), apart=DAYS_APART),),
    *3 * (story(replied("on hold")),),
    *4 * (story(replied("question")),),
    story(replied("unclassified")),
    story(("requested", {}), sent("requested-material/1"), ("requested", {}), ("submitted", {})),
    story(("assigned", {}), sent("assignment/1"), sent("submission/1"), sent("check-in/1"), apart=(4, 50, 130)),
    story(("assigned", {}), ("submitted", {"regarding": None}), apart=(24, 90)),
    whole(("assigned", {}), ("submitted", {"regarding": None}), apart=(24, 90)),
    story(*REFERENCES),
    story(("pledged", {}), sent("promise/1"), apart=(60, 130)),
    story(("misnamed", {}), sent("correction/1"), apart=(0.5, 3)),
    story(("competing-offer", {}), sent("competing-offer/1"), replied("progress"), apart=(1, 5, 30, 60)),
    whole(("competing-offer", {}), called("competing-offer/1"), apart=(1, 5)),
    *3 * (about(("no-show", IT), sent("no-show/1"), sent("no-show-reminder/1")),),
    *4 * (about(("no-show", IT), ("rescheduled", IT), ("no-show", IT), ("rescheduled", IT), ("no-show", IT)),),
    about(("cancelled", IT), sent("cancelled/1"), sent("new-date/1"), ("cancelled", IT)),
    about(("cancelled", IT), ("rescheduled", IT), ("cancelled", IT)),
    about(("rescheduled", IT), sent("rescheduled/1")),
    about(("cannot-attend", IT), sent("reschedule-request/1"), ("rescheduled", IT)),
    *3 * (about(("cannot-attend", IT)),),
    about(("missed", IT), sent("apology/1")),
    *2 * (about(("missed", IT), called("apology/1")),),
)
ENDING: tuple[Story, ...] = (
    story(("offered", {}), sent("offer/1"), apart=(100,)),
    story(("offered", {}), sent("offer/1"), ("needs-time", {}), sent("more-time/1")),
    whole(("offered", {"respond_by": None}), ("needs-time", {}), apart=(5, 30)),
    story(("offered", {}), decided("accept"), called("acceptance/1"), sent("acceptance-in-writing/1"), apart=(1, 20)),
    whole(("offered", {})),
    *3 * (whole(("offered", {}), decided("accept"), apart=(1, 20)),),
    whole(("offered", {}), decided("accept"), called("acceptance/1"), apart=(1, 20)),
    whole(("offered", {}), decided("decline"), apart=(1, 20)),
    whole(("offered", {}), decided("decline"), called("decline/1"), apart=(1, 20)),
    story(("offered", {}), decided("decline"), called("decline/1"), sent("decline-in-writing/1"), apart=(1, 20)),
    whole(("offered", {}), decided("accept"), ("accepted", {}), decided("decline"), apart=(1, 20)),
    whole(("offered", {}), decided("accept"), decided("decline"), apart=(1, 20)),
    whole(*REFERENCES, ("offered", {}), decided("accept"), ("accepted", {}), apart=(1, 5, 30)),
    whole(*REFERENCES, ("rejected", {}), apart=(1, 5, 30)),
    *2 * (story(("rejected", {}), sent("rejection-reply/1"), sent("feedback/1"), apart=(5, 26, 50)),),
    whole(("rejected", {}), sent("keep-in-touch/1"), apart=(800, 1000)),
    whole(("rejected", {}), sent("keep-in-touch/1"), sent("keep-in-touch/2"), apart=(800, 1000)),
    story(decided("withdraw"), sent("withdrawal/1"), ("withdrew", {})),
    story(("accepted-elsewhere", {}), sent("withdrawal/1")),
    about(decided("withdraw")),
    about(decided("withdraw")),
    about(("accepted-elsewhere", {})),
)
