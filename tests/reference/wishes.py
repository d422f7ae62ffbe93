"""Read who may be contacted, how, and through whom."""

from __future__ import annotations

import followkit as fk
from followkit.events import AskedNotToContact

INSTRUCTED = {"no thank-you": "thank-you", "no calls": "calls", "no contact": "anything"}


def with_role(role: str, application: fk.Application) -> fk.Person | None:
    """Return the first person with this role, by id."""
    found = [person for person in application.people if person.role.value == role]
    return min(found, key=lambda person: person.id, default=None)


def goes_through_recruiter(person: fk.Person, application: fk.Application) -> bool:
    """Tell whether a recruiter stands between: one of an agency always does, others where somebody said so (TY-13).

    Nobody stands between the candidate and their own references.
    """
    if person.contact.direct.value == "yes" or person.role.value in {"agency recruiter", "recruiter", "reference"}:
        return False
    return with_role("agency recruiter", application) is not None or person.contact.direct.value == "via recruiter"


def unwelcome_to(person: str | None, application: fk.Application) -> set[str]:
    """Return what somebody, or for None the whole employer, asked not to get: a slot, ``calls``, ``anything``."""
    events = [event for event in application.events if isinstance(event, AskedNotToContact)]
    asked = {event.only.value if event.only else "anything" for event in events if event.person == person}
    if person is None:
        said = [instruction.value for instruction in application.employer.instructions]
        asked |= {INSTRUCTED[word] for word in said if word in INSTRUCTED}
    return asked
