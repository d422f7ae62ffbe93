"""A job taken ends the candidate's other processes, an offer in hand concerns them, and nothing else is passed on."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit.events import (
    Accepted,
    AcceptedElsewhere,
    Cancelled,
    CompetingOffer,
    Decided,
    Declined,
    Event,
    NoShow,
    Offered,
    Rejected,
    Replied,
    Rescheduled,
    Sent,
    Stopped,
    Withdrew,
)
from tests.rulebook.dana import KIT, application, at, interview, sent

TAKEN = Accepted(at=at("2025-06-20 10:00"))
OFFER = Offered(at=at("2025-06-18 11:00"), respond_by=date(2025, 6, 27), by="priya")


def acme(*events: Event, **changes: Any) -> fk.Application:
    return application(*events, **{"id": "acme", **changes})


def beta(*events: Event, **changes: Any) -> fk.Application:
    told = {"id": "beta", "employer": fk.Employer(name="Beta", country="US"), "events": events}
    return application(**{**told, **changes})


def news(*applications: fk.Application) -> dict[str, list[Event]]:
    """Return what relating adds to each application."""
    related = KIT.relate(applications)
    return {
        one.id: [event for event in after.events if event not in one.events]
        for one, after in zip(applications, related, strict=True)
    }


# A job taken --------------------------------------------------------------------------------------------------------


def test_who_took_one_job_tells_every_other_employer():
    told = news(acme(TAKEN), beta(), beta(id="gamma"))

    elsewhere = AcceptedElsewhere(at=at("2025-06-20 10:00"), application="acme")
    assert told == {"acme": [], "beta": [elsewhere], "gamma": [elsewhere]}


def test_an_acceptance_that_was_sent_says_the_same_from_its_own_moment():
    accepted = acme(OFFER, sent("acceptance/1", "2025-06-20 09:30"), TAKEN)

    assert news(accepted, beta())["beta"] == [AcceptedElsewhere(at=at("2025-06-20 09:30"), application="acme")]


@pytest.mark.parametrize("ended", [Rejected, Withdrew, Declined, Stopped, AcceptedElsewhere])
def test_what_is_over_already_hears_nothing(ended):
    assert news(acme(TAKEN), beta(ended(at=at("2025-06-19 09:00"))))["beta"] == []


def test_who_decided_to_withdraw_already_is_not_told_to_again():
    decided = Decided(at=at("2025-06-19 09:00"), to="withdraw")

    assert news(acme(TAKEN), beta(decided))["beta"] == []


def test_an_offer_that_waits_for_an_answer_is_open_and_hears_of_it():
    assert [type(event) for event in news(acme(TAKEN), beta(OFFER))["beta"]] == [AcceptedElsewhere]


def test_a_rejection_they_took_back_is_open_again_and_hears_of_it():
    back = beta(Rejected(at=at("2025-06-12 09:00")), Replied(at=at("2025-06-16 09:00"), reply="progress"))

    assert [type(event) for event in news(acme(TAKEN), back)["beta"]] == [AcceptedElsewhere]


@pytest.mark.parametrize(
    "undone",
    [
        Rejected(at=at("2025-06-25 09:00")),  # they took the offer back
        Withdrew(at=at("2025-06-25 09:00")),
        Declined(at=at("2025-06-25 09:00")),
        Decided(at=at("2025-06-25 09:00"), to="decline"),
        sent("decline/1", "2025-06-25 09:00"),
    ],
)
def test_an_acceptance_that_came_to_nothing_ends_nothing(undone):
    assert news(acme(TAKEN, undone), beta())["beta"] == []


def test_of_two_jobs_taken_neither_hears_of_the_other_and_the_rest_of_both():
    told = news(acme(TAKEN), beta(attrs.evolve(TAKEN, id="")), beta(id="gamma"))

    assert (told["acme"], told["beta"]) == ([], [])
    assert [event.application for event in told["gamma"]] == ["acme", "beta"]  # type: ignore[attr-defined]
    accepted = beta(OFFER, sent("acceptance/1", "2025-06-20 09:30"))
    assert news(acme(TAKEN), accepted) == {"acme": [], "beta": []}


def test_a_later_search_has_nothing_to_do_with_a_job_taken_long_before():
    # taken on 20 June 2025: an interview up to 20 July belongs to that search, one of the year after does not
    def interviewed(day: str, *events: Event) -> fk.Application:
        return beta(*events, interviews=[interview(start=f"{day} 14:00")])

    assert news(acme(TAKEN), interviewed("2026-03-02"))["beta"] == []
    assert news(acme(TAKEN), interviewed("2026-03-02", Replied(at=at("2026-02-23 09:00"))))["beta"] == []
    assert news(acme(TAKEN), interviewed("2025-07-21"))["beta"] == []
    assert news(acme(TAKEN), interviewed("2025-07-20"))["beta"] != []
    asked = fk.events.Requested(at=at("2025-06-10 09:00"), what="your transcript")
    assert news(acme(TAKEN), interviewed("2025-08-01", asked))["beta"] != [], "they had been in touch before"


def test_what_has_no_day_yet_is_told():
    assert news(acme(TAKEN), beta(interviews=()))["beta"] != []
    unplanned = interview(start="2025-06-09 14:00", status="needs scheduling")
    assert news(acme(TAKEN), beta(interviews=[attrs.evolve(unplanned, start=None, minutes=None)]))["beta"] != []


# An offer in hand ---------------------------------------------------------------------------------------------------


def test_an_offer_in_hand_is_news_for_those_who_interviewed():
    told = news(acme(OFFER), beta())

    assert told == {
        "acme": [],
        "beta": [CompetingOffer(at=at("2025-06-18 11:00"), respond_by=date(2025, 6, 27), application="acme")],
    }


def test_an_interview_that_is_booked_will_do_and_none_or_one_called_off_will_not():
    booked = interview(start="2025-06-30 14:00")

    assert news(acme(OFFER), beta(interviews=[booked]))["beta"] != []
    assert news(acme(OFFER), beta(interviews=()))["beta"] == []
    assert news(acme(OFFER), beta(interviews=[interview(debrief=True)]))["beta"] == []
    for off in (Cancelled, NoShow):
        assert news(acme(OFFER), beta(off(at=at("2025-06-16 09:00"), interview="panel")))["beta"] == []


@pytest.mark.parametrize(
    "ended",
    [
        Declined(at=at("2025-06-19 09:00")),
        Rejected(at=at("2025-06-19 09:00")),
        Withdrew(at=at("2025-06-19 09:00")),
        Stopped(at=at("2025-06-19 09:00")),
        Decided(at=at("2025-06-19 09:00"), to="decline"),
        sent("decline/1", "2025-06-19 09:00"),
    ],
)
def test_an_offer_that_was_answered_or_ended_is_in_nobodys_hand(ended):
    assert news(acme(OFFER, ended), beta())["beta"] == []


def test_an_offer_made_after_a_rejection_is_in_hand():
    assert news(acme(Rejected(at=at("2025-06-16 09:00")), OFFER), beta())["beta"] != []


def test_an_offer_said_again_is_the_same_offer_and_a_new_day_makes_it_new():
    again = Offered(at=at("2025-06-19 09:00"), respond_by=date(2025, 6, 27))
    undated = Offered(at=at("2025-06-19 09:00"))
    longer = Offered(at=at("2025-06-19 09:00"), respond_by=date(2025, 7, 4))

    assert news(acme(OFFER, again), beta()) == news(acme(OFFER), beta()) == news(acme(OFFER, undated), beta())
    assert news(acme(OFFER, longer), beta())["beta"] == [
        CompetingOffer(at=at("2025-06-19 09:00"), respond_by=date(2025, 7, 4), application="acme")
    ]


def test_two_employers_who_offered_each_hear_of_the_other():
    other = Offered(at=at("2025-06-19 09:00"), respond_by=date(2025, 6, 25))
    told = news(acme(OFFER), beta(other))

    assert [event.application for event in told["acme"]] == ["beta"]  # type: ignore[attr-defined]
    assert [event.application for event in told["beta"]] == ["acme"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["Acme", " ACME  "])
def test_what_one_employer_offered_for_another_role_is_no_competing_offer(name):
    second = beta(employer=fk.Employer(name=name, country="US"))

    assert news(acme(OFFER), second)["beta"] == []
    assert news(acme(OFFER), beta(employer=fk.Employer(name="Beta", country="US")))["beta"] != []


def test_employers_without_a_name_are_never_taken_for_the_same():
    nameless = fk.Employer(country="US")

    assert news(acme(OFFER, employer=nameless), beta(employer=nameless))["beta"] != []


def test_a_job_taken_ends_what_else_there_is_at_the_same_employer():
    second = beta(employer=fk.Employer(name="Acme", country="US"))

    assert [type(event) for event in news(acme(TAKEN), second)["beta"]] == [AcceptedElsewhere]


def test_once_a_job_is_taken_no_other_offer_is_worth_telling():
    told = news(acme(TAKEN), beta(OFFER), beta(id="gamma"))

    assert [type(event) for event in told["gamma"]] == [AcceptedElsewhere]


def test_what_somebody_wrote_down_by_hand_is_not_told_twice():
    mine = CompetingOffer(at=at("2025-06-18 15:00"), respond_by=date(2025, 6, 27))
    named = attrs.evolve(mine, application="acme", id="")
    of_another = attrs.evolve(mine, application="gamma", id="")

    assert news(acme(OFFER), beta(mine))["beta"] == []
    assert news(acme(OFFER), beta(named))["beta"] == []
    assert len(news(acme(OFFER), beta(of_another))["beta"]) == 1
    assert len(news(acme(OFFER), beta(attrs.evolve(mine, respond_by=date(2025, 6, 25), id="")))["beta"]) == 1


# All of them --------------------------------------------------------------------------------------------------------


def a_whole_search() -> list[fk.Application]:
    return [
        acme(OFFER),
        beta(Offered(at=at("2025-06-19 09:00"))),
        beta(id="gamma"),
        beta(id="delta", interviews=()),
        beta(Rejected(at=at("2025-06-12 09:00")), id="epsilon"),
        beta(id="later", interviews=[interview(start="2027-01-11 14:00")]),
    ]


@pytest.mark.parametrize("taken", [False, True])
def test_relating_twice_changes_nothing_and_no_order_matters(taken):
    search = a_whole_search() + ([beta(TAKEN, id="zeta")] if taken else [])
    once = KIT.relate(search)

    assert KIT.relate(once) == once
    assert [one.id for one in once] == [one.id for one in search]
    for some in list(permutations(search))[::97]:
        assert {one.id: one for one in KIT.relate(some)} == {one.id: one for one in once}


def test_what_is_derived_survives_the_notes_it_leads_to():
    # a send answers the derived event by its id, which the same facts give again
    told = KIT.relate([acme(TAKEN), beta()])[1]
    due = KIT.plan(told, now=at("2025-06-20 12:00")).follow_up("withdrawal/1")
    assert due is not None
    done = beta(due.sent(at("2025-06-20 12:00")))

    later = KIT.plan(KIT.relate([acme(TAKEN), done])[1], now=at("2025-06-20 12:30"))
    assert later.closed == "accepted-elsewhere"
    assert later.follow_ups == ()


def test_one_application_alone_has_nothing_to_hear():
    assert news(acme(OFFER)) == {"acme": []}
    assert KIT.relate([]) == ()


# Bad input ----------------------------------------------------------------------------------------------------------


def test_two_with_one_id_are_refused_with_the_place_of_the_second():
    with pytest.raises(fk.errors.InvalidFacts) as error:
        KIT.relate([acme(), beta(), acme(OFFER)])

    assert [(p.place, p.code) for p in error.value.problems] == [("applications[2].id", "duplicate-id")]


def test_times_that_cannot_be_read_are_told_with_the_application_they_are_in():
    odd = beta(
        Rescheduled(at=at("2025-06-06 09:00"), interview="panel", start=at("2025-06-09 14:00"), zone="Mars/Base")
    )

    with pytest.raises(fk.errors.InvalidFacts) as error:
        KIT.relate([acme(OFFER), odd])

    assert [p.place for p in error.value.problems] == ["applications[1].interviews.panel.zone"]


def test_a_contact_without_a_handle_accepts_nothing():
    assert news(acme(OFFER, Sent(at=at("2025-06-20 09:00"), to="priya")), beta())["beta"] != []
