"""A telephone number leads to the line that was meant, however it is written, or to none; never to somebody else."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import attrs
import phonenumbers
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import followkit as fk
from followkit import events, interchange
from followkit._builtin.channels.numbers import Flaw, Number, read
from followkit._core.records import Missing
from followkit.channels import e164, text_channel
from followkit.testing import assert_scenarios

NEW_YORK, LONDON, BERLIN, PARIS = "+12125550142", "+442079460958", "+493023125142", "+33199001234"

# How people write them ----------------------------------------------------------------------------------------------

WRITTEN = [
    # as it is written at home and abroad
    ("+1 212 555 0142", None, NEW_YORK),
    ("+12125550142", None, NEW_YORK),
    ("(212) 555-0142", "US", NEW_YORK),
    ("212.555.0142", "US", NEW_YORK),
    ("212/555-0142", "US", NEW_YORK),
    ("1-212-555-0142", "US", NEW_YORK),
    ("(212)555-0142", "CA", NEW_YORK),
    ("(555) 123-4567", "US", "+15551234567"),  # no such area code, and what people make up
    ("+44 20 7946 0958", "US", LONDON),  # what is written in full does not depend on where they are
    ("020 7946 0958", "GB", LONDON),
    ("(020) 7946 0958", "GB", LONDON),
    ("07700 900142", "GB", "+447700900142"),
    ("030/23125-142", "DE", BERLIN),
    ("030 / 23 12 51 42", "DE", BERLIN),
    ("+49 30 23125-142", None, BERLIN),  # as DIN 5008 groups it: what follows the hyphen is dialled as well
    ("+49/30/23125142", None, BERLIN),
    ("0171 39200 42", "DE", "+491713920042"),
    ("01 99 00 12 34", "FR", PARIS),
    ("01.99.00.12.34", "FR", PARIS),
    ("044 668 18 00", "CH", "+41446681800"),
    ("098765 43210", "IN", "+919876543210"),
    ("(11) 96123-4567", "BR", "+5511961234567"),
    ("0 15 11 96123-4567", "BR", "+5511961234567"),  # 15 is the carrier it is to go by
    ("03-1234-5678", "JP", "+81312345678"),
    ("8 (495) 123-45-67", "RU", "+74951234567"),
    ("011 15-2345-6789", "AR", "+5491123456789"),  # a mobile has 15 at home and 9 from abroad
    ("040 555 0117", "FI", "+358405550117"),
    ("06 1234 5678", "IT", "+390612345678"),  # the zero of Italy is part of the number
    ("4002", "NU", "+6834002"),  # a small island
    ("+49 30 12345678901", None, "+493012345678901"),  # the longest there may be
    ("031 234567", "LT", "+37031234567"),  # where 03 alone calls an ambulance
    # zero in parentheses: only to be dialled at home, but in Italy
    ("+44 (0)20 7946 0958", None, LONDON),
    ("+49 (0) 30 23125-142", None, BERLIN),
    ("+33 (0)1 99 00 12 34", None, PARIS),
    ("+353 (0)1 555 01 42", None, "+35315550142"),
    ("+39 (0)6 1234 5678", None, "+390612345678"),
    # out of one country into another
    ("011 44 20 7946 0958", "US", LONDON),
    ("0044 20 7946 0958", "DE", LONDON),
    ("0011 44 20 7946 0958", "AU", LONDON),
    ("010 44 20 7946 0958", "JP", LONDON),
    ("0044 20 7946 0958", "US", LONDON),  # nothing else begins so, even where one dials 011
    ("00 44 20 7946 0958", None, LONDON),
    ("(+44) 20 7946 0958", None, LONDON),
    ("+ 44 20 7946 0958", None, LONDON),
    # other marks, digits and forms
    ("212\u00a0555\u202f0142", "US", NEW_YORK),
    ("212\u2011555\u20130142", "US", NEW_YORK),
    (
        "\uff0b\uff11\u3000\uff08\uff12\uff11\uff12\uff09\uff15\uff15\uff15\uff0d\uff10\uff11\uff14\uff12",
        None,
        NEW_YORK,
    ),
    ("03ー1234ー5678", "JP", "+81312345678"),
    ("٢١٢ ٥٥٥ ٠١٤٢", "US", NEW_YORK),  # noqa: RUF001
    ("+९१ ९८७६५ ४३२१०", None, "+919876543210"),
    ("  +1 212 555 0142 ", None, NEW_YORK),
    ("tel:+1-212-555-0142", None, NEW_YORK),
    ("Tel: 020 7946 0958", "GB", LONDON),
    ("Tel.: 030 23125142", "DE", BERLIN),
    ("Tel. 030 23125142", "DE", BERLIN),
    ("tel 030 23125142", "DE", BERLIN),
    # what is copied along with one, out of a page, a table or a telephone
    ("+1 212 555 0142\n", None, NEW_YORK),
    ("+1 212 555 0142\r\n", None, NEW_YORK),
    ("\t(212) 555-0142\t", "US", NEW_YORK),
    ("\u202a+1 212 555 0142\u202c", None, NEW_YORK),
    ("\u202d+1 (212) 555-0142\u202c", None, NEW_YORK),
    ("\u200e(212) 555-0142", "US", NEW_YORK),
    ("\u2066020 7946 0958\u2069", "GB", LONDON),
    # neither at home anywhere nor dear
    ("+800 1234 5678", None, "+80012345678"),
    ("0800 1234567", "DE", "+498001234567"),
    ("0180 5 123456", "DE", "+491805123456"),  # shared between both; what it costs has an upper bound by law
]


@pytest.mark.parametrize(("number", "country", "expected"), WRITTEN)
def test_it_is_the_line_that_was_meant(number, country, expected):
    assert read(number, country) == Number(e164=expected)
    assert e164(number, country) == expected


@pytest.mark.parametrize(
    ("number", "extension"),
    [
        ("(212) 555-0142 ext. 7", "7"),
        ("(212) 555-0142, ext 7", "7"),
        ("(212) 555-0142 Extension 70", "70"),
        ("212-555-0142x7", "7"),
        ("212 555 0142 X 1234567", "1234567"),
        ("tel:212-555-0142;ext=007", "007"),
        ("212 555 0142 Durchwahl 12", "12"),
        ("212 555 0142 poste 12", "12"),
        ("212 555 0142 ext. \u0667", "7"),
    ],
)
def test_an_extension_is_kept_apart(number, extension):
    assert read(number, "US") == Number(e164=NEW_YORK, extension=extension)


# Whom nobody should call --------------------------------------------------------------------------------------------

EMERGENCY = [
    *(
        ("911", "US"),
        ("9-1-1", "US"),
        ("tel:911", "US"),
        ("(911)", "US"),
        ("\uff19\uff11\uff11", "US"),
        ("+1 911", None),
    ),
    *(("112", country) for country in ("US", "DE", "GB", "JP", "IN", "BR", None)),  # every mobile takes it for one
    *(("911", country) for country in ("DE", "GB", None)),
    *(("110", "DE"), ("+49 110", None), ("110", "JP"), ("119", "JP"), ("999", "GB"), ("000", "AU"), ("17", "FR")),
    *(("100", "IN"), ("190", "BR"), ("117", "CH"), ("999", None), ("000", None), ("08", None), ("0 112", None)),
    # it rings after three digits, whatever follows
    *(("911 666 6666", "US"), ("911 555 0142", None), ("911911", None), ("112 1234567", None), ("112 1234567", "DE")),
    *(("+1 911 555 0142", None), ("+1 911 555 0142", "DE"), ("+34 112 123 456", None)),  # nor is there such an area
    # the zero before an area code, before what is none
    *(("+49 (0)112", None), ("+49 (0)110", None), ("+49 (0)911", None), ("0 112", "DE"), ("0110", "DE")),
    *(("0049 110", None), ("00 1 911", None)),
]
SHORT = [
    ("115", "DE"),
    ("116 117", "DE"),
    ("118 33", "DE"),
    ("118118", "GB"),
    ("101", "GB"),
    ("411", "US"),
    ("3939", "FR"),
]
SHORT_ANYWHERE = ["1234", "0123", "00 12", "07", "411"]
PREMIUM = [
    ("0900 1 234567", "DE"),
    ("+49 900 1 234567", None),
    ("+49 (0)900 1 234567", "US"),
    ("1-900-555-0123", "US"),
    ("+1 900 555 0123", None),
    ("00 1 900 555 0123", "DE"),
    ("0900 123 456", "CH"),
    ("0906 123 4567", "GB"),
    ("0899 12 34 56", "FR"),
    ("899 123456", "IT"),
    ("+979 1 2345 6789", None),  # the international one
    # out of a country that nobody knows
    ("0049 900 1234567", None),
    ("00449098790000", None),
    ("00 1 900 555 0142", "XX"),
    ("00 971 900 234567", "HK"),  # where 009 leads abroad as well
    # a digit too many or too few, or another than the tables know: what begins so costs extra all the same
    ("0900 1 234567 8", "DE"),
    ("+49 900 123", None),
    ("0900 2 123456", "DE"),
    ("+39 8991234567", None),
    ("0049 900 1 234567 8", None),
    ("+7 809 123 45670", None),  # 8 809 is how one would dial it at home
    # what the tables do not count as premium
    ("0190 8 123456", "DE"),
    ("+1 212 976 1234", None),
    ("(905) 976-1234", "CA"),
    ("+881 6 1234 5678", None),
    ("+870 773 123 456", None),
    ("+882 16 12345678", None),
    ("+883 510 012 345 67", None),
    ("00 870 773 123 456", "GB"),
]


@pytest.mark.parametrize(("number", "country"), EMERGENCY)
def test_nobody_is_told_to_call_for_help(number, country):
    assert read(number, country) is Flaw.EMERGENCY


@pytest.mark.parametrize(("number", "country"), [*SHORT, *((number, None) for number in SHORT_ANYWHERE)])
def test_the_number_of_a_service_is_nobodys_own(number, country):
    assert read(number, country) is Flaw.SHORT


@pytest.mark.parametrize(("number", "country"), PREMIUM)
def test_a_number_that_costs_extra_is_refused(number, country):
    assert read(number, country) is Flaw.PREMIUM
    assert e164(number, country) is None


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("+49 911 1234567", None),  # Nuremberg
        ("0911 12 34", "DE"),
        ("91123 45678", "IN"),  # a mobile, written without its zero
        ("+91 112 345 6789", None),
        ("(11) 2345-6789", "BR"),
        ("+39 0871 1234 5678", None),  # Chieti with digits too many, where 0878 costs extra
        ("+1 976 555 0142", None),  # 976 as an area, not as an exchange
        ("+1 800 976 1234", None),  # costs nothing
        ("+1 212 555 9761", None),
        ("+49 89 900 1234567", None),
        ("030 9001 2345", "DE"),
    ],
)
def test_a_number_that_only_resembles_one_of_these_is_a_line(number, country):
    assert isinstance(read(number, country), Number)


def test_what_a_number_costs_cannot_be_told_where_no_country_is_known():
    assert read("0900 1 234567") == Number()
    assert read("020 7946 0958", "XX") == Number()  # a code that the tables do not know
    assert e164("020 7946 0958") is None
    assert read("12345") == read("123456789012345") == Number()
    assert read("1234567890123456") is Flaw.BAD


# What is no single number -------------------------------------------------------------------------------------------

NO_NUMBER = [
    *("", " ", "+", "call me", "n/a", "((((((((((", "7", "/", "x7", "ext. 7", "tel:"),
    *("1-800-FLOWERS", "1-800-GOT-JUNK", "home 212 555", "212 555 0142 (home)", "\u00b2\u00b9\u00b25550142"),
    *("+1 212 555 014", "+1 212 555 01420", "+1 (0)212 555 0142"),  # too few digits, too many
    *("+999 1234567", "+0 212 555 0142", "+49 30 1234567890123"),
    # a second number, or part of one
    *("+1 212 555 0142, +1 212 555 0143", "+1 212 555 0142; +1 212 555 0143", "+1 212 555 0142 / +1 212 555 0143"),
    *("212 555 0142 or 0143", "212 555 0142/43", "212 555 0142,7", "212 555 0142 & 212 555 0143", "212+5550142"),
    *("+1 212 555 0142\r\n+1 212 555 0143", "+1 212 555 0142\nBcc: eve@example.net", "212|5550142", "++12125550142"),
    # what a telephone or a program would take for an order
    *("*31#2125550142", "*21*2125550142#", "212 555 0142 #7", "212 555 0142,,7", "212 555 0142;rm -rf"),
    *("tel:+12125550142;phone-context=+44", "tel:5550142;phone-context=eve.example", "tel:+12125550142;ext=7;ext=8"),
    *("sip:dana@example.org", "sip:+12125550142", "tel:tel:+12125550142", "+1 212 555 0142 x"),
    *("+1 212 555 0142 ext. 12345678", " " * 60 + "+12125550142"),
    *("\u202e+1 212 555 0142", "\u200e\u200e", "\n", "tel.", "tel.:", "Tel.:: 212 555 0142", "+1 212 555 0142\n+"),
    *("+1 212 555\u202e0142", "+1 212 555\u00000142", "+1 212 555\t0142", "\ud800" * 10),
    *("1" * 10_000, "+" + "1" * 10_000, " " * 10_000, "(" * 10_000, "\u0661" * 10_000, "1 " * 32, "x1" * 32),
]  # fmt: skip


@pytest.mark.parametrize("country", ["US", None])
@pytest.mark.parametrize("number", NO_NUMBER, ids=lambda number: ascii(number)[:40])
def test_what_is_no_single_number_in_full_is_refused(number, country):
    assert read(number, country) is Flaw.BAD


@pytest.mark.parametrize("number", ["555-0142", "212 55501", "2125550142 2125550143"])
def test_digits_that_make_no_number_in_their_country_are_refused(number):
    assert read(number, "US") is Flaw.BAD


@pytest.mark.parametrize(
    "number",
    [
        "030 23125142/143",
        "030 23125142/0302312514",
        "030/23125142 / 030/23125143",
        "0301234/0301235",
        "030 12345/67/89",
        "+49/30/1234/56789",
    ],
)
def test_the_second_number_behind_a_slash_is_not_read_as_more_of_the_first(number):
    """In Germany numbers differ in length, so that two of them could pass for a long one."""
    assert read(number, "DE") is Flaw.BAD


# Whatever is written ------------------------------------------------------------------------------------------------

LINES = [
    (region, phonenumbers.example_number_for_type(region, kind))
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
]
"""A line of each country, as its numbering plan gives them for an example."""
DEAR = [
    line
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    if (line := phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.PREMIUM_RATE))
]
FORMS = phonenumbers.PhoneNumberFormat
SCRIPTS = ["".join(chr(zero + digit) for digit in range(10)) for zero in (0x30, 0x660, 0x966, 0xFF10)]
MARKS = [" ", "\u00a0", "-", "\u2013", ".", " - "]


@given(
    line=st.sampled_from([(region, line) for region, line in LINES if line]),
    form=st.sampled_from([FORMS.E164, FORMS.INTERNATIONAL, FORMS.NATIONAL, FORMS.RFC3966]),
    script=st.sampled_from(SCRIPTS),
    mark=st.sampled_from(MARKS),
    extension=st.none() | st.from_regex(r"[0-9]{1,7}", fullmatch=True),
)
def test_a_line_of_any_country_is_found_again_however_it_is_written(line, form, script, mark, extension):
    region, known = line
    written = phonenumbers.format_number(known, form)
    written = "".join(script[int(letter)] if letter.isdigit() else letter for letter in written)
    written = re.sub(r"[ -]", mark, written) + (f" ext. {extension}" if extension else "")

    expected = Number(e164=phonenumbers.format_number(known, FORMS.E164), extension=extension or "")
    assert read(written, region) == expected


def slips(line: phonenumbers.PhoneNumber) -> list[str]:
    """Return a number with one digit more or less at its end, as slips happen; without those that are numbers then."""
    full = phonenumbers.format_number(line, FORMS.E164)
    all_slips = [full[:-1], *(full + digit for digit in "0123456789")]
    return [one for one in all_slips if not phonenumbers.is_valid_number(phonenumbers.parse(one))]


@given(line=st.sampled_from(DEAR), country=st.sampled_from([*sorted(phonenumbers.SUPPORTED_REGIONS), "XX", None]))
def test_what_costs_extra_anywhere_is_refused_from_everywhere(line, country):
    full = phonenumbers.format_number(line, FORMS.E164)
    assert read(full, country) is Flaw.PREMIUM
    assert read(f"00 {full[1:]}", country) is Flaw.PREMIUM


def test_a_slip_makes_no_line_of_what_costs_extra():
    assert not [slip for line in DEAR for slip in slips(line) if isinstance(read(slip), Number)]


def test_neither_a_line_nor_a_slip_in_it_is_taken_for_what_costs_extra():
    for region, line in LINES:
        if line:
            assert isinstance(read(phonenumbers.format_number(line, FORMS.NATIONAL), region), Number)
            assert not [slip for slip in slips(line) if read(slip) in (Flaw.PREMIUM, Flaw.EMERGENCY)]


WILD = st.text("+0123456789 ()./-x;,#*\n\u0661\uff0b\u2013ext=tel:", max_size=40) | st.text(max_size=80)


@example(number="+1 (0)212 555 0142", country=None)
@given(number=WILD, country=st.sampled_from(["US", "DE", "IT", "JP", "XX", None]))
def test_no_digit_is_made_up(number, country):
    """What is dialled holds the digits that were written, in their order, behind the code of the country."""
    found = read(number, country)
    if not isinstance(found, Number):
        assert isinstance(found, Flaw)
        return
    written = "".join(str(int(letter)) for letter in number if letter.isdecimal()).removesuffix(found.extension)
    assert len(written) <= 19
    if found.e164:
        assert re.fullmatch(r"\+[1-9][0-9]{4,14}", found.e164, re.ASCII)
        code = "" if any(plus in number for plus in "+\uff0b") else str(phonenumbers.parse(found.e164).country_code)
        there = iter(code + written)
        assert all(digit in there for digit in found.e164[1:])


@given(
    lines=st.lists(st.sampled_from([line for _, line in LINES if line]), min_size=2, max_size=3),
    between=st.sampled_from([",", ";", " / ", "/", " or ", "\n", "\r\n", "|", "&", " und ", "\t", " ", ";ext=", "x"]),
    form=st.sampled_from([FORMS.E164, FORMS.INTERNATIONAL, FORMS.RFC3966]),
)
def test_two_numbers_are_never_one(lines, between, form):
    assert read(between.join(phonenumbers.format_number(line, form) for line in lines)) is Flaw.BAD


@given(number=WILD)
def test_what_went_wrong_shows_nothing_of_the_number(number):
    assume(len(number) > 3)
    assert number not in repr(read(number, "US"))


def test_a_number_is_not_shown_by_accident():
    assert repr(read("+1 212 555 0142 ext. 77")) == "Number()"


# In a plan ----------------------------------------------------------------------------------------------------------

KIT = fk.Kit()
FACTS = """
[facts]
company = "Kallio Ferries"
position = "Route Planner"
country = "DE"
me = { name = "Sanna Laine", phone = "+358 40 555 0142", zone = "Europe/Berlin" }
interviews.talk = { start = 2026-09-10T10:00:00, minutes = 60, zone = "Europe/Berlin", with = ["aki"] }
people.aki = { name = "Aki Salo", contact = { channels = { phone = "invited", text = "invited" } } }
events = [{ kind = "missed", at = 2026-09-10T10:05:00, interview = "talk" }]
"""
REFUSED = """
[[scenario]]
name = "Nobody is told to call a number that costs extra"
facts.people.aki.phone = "0900 1 234567"
now = 2026-09-10T10:05:00
absent = ["apology"]
refused = { apology = ["unreachable", "no-email", "premium-phone"] }

[[scenario]]
name = "Nor for help, nor a service"
facts.people.aki = { phone = "110", addresses = { text = "116 117" } }
now = 2026-09-10T10:05:00
absent = ["apology"]
refused = { apology = ["unreachable", "emergency-phone", "short-text"] }

[[scenario]]
name = "Two numbers are none, nor can an extension be texted"
facts.people.aki = { phone = "030 23125142, 030 23125143", addresses = { text = "030 23125142 Durchwahl 7" } }
now = 2026-09-10T10:05:00
absent = ["apology"]
refused = { apology = ["unreachable", "bad-phone", "bad-text"] }

[[scenario]]
name = "Who cannot be called is written to"
facts.people.aki = { phone = "0900 1 234567", addresses = { text = "0900 1 234567" }, email = "aki@kallio.example" }
now = 2026-09-10T10:05:00
expect."apology/1" = { at = "Thu 2026-09-10 10:05", channel = "email" }

[[scenario]]
name = "A number as one writes it at home will do, by where the employer is"
facts.people.aki.phone = "030/23125-142"
now = 2026-09-10T10:05:00
expect."apology/1" = { at = "Thu 2026-09-10 10:05", channel = "phone" }
"""


def test_a_number_that_reaches_no_person_is_a_reason_in_the_plan():
    assert_scenarios({"numbers.toml": FACTS + REFUSED}, KIT)


LATE = datetime(2026, 9, 10, 8, 5, tzinfo=UTC)
AT_HOME = {"text": "0171 39200 42"}


def late(**person: Any) -> fk.Application:
    """Return the facts of a candidate who comes late to an interview in Berlin, with Aki changed."""
    facts = interchange.loads(FACTS.replace("[facts]", ""), id="kallio")
    return attrs.evolve(facts, people=[attrs.evolve(aki, **person) for aki in facts.people])


def test_a_text_goes_to_the_number_as_every_network_reads_it():
    """Nobody said where Aki is: it is where the employer is, for the message as for the plan."""
    application = late(addresses=AT_HOME)
    (apology,) = KIT.plan(application, now=LATE).due
    message = KIT.compose(KIT.write(apology, application), apology, application)

    assert (apology.channel, message.channel) == ("text", "text")
    assert [to.address for to in message.recipients] == ["+491713920042"]


@pytest.mark.parametrize("address", ["0171 39200 42", "+491713920042"])
def test_a_number_that_failed_is_not_used_again_whichever_way_it_was_recorded(address):
    application = late(addresses=AT_HOME)
    failed = events.Bounced(at=LATE, person="aki", channel="text", address=address)
    plan = KIT.plan(attrs.evolve(application, events=[*application.events, failed]), now=LATE)

    assert not plan.due
    assert "address-bounced" in {reason.code for one in plan.decisions for reason in one.reasons}


def test_a_text_goes_as_it_was_given_where_nobody_knows_the_country():
    given = {"text": "0171 39200 42"}
    assert text_channel().address(fk.Person(id="aki", addresses=given)) == "0171 39200 42"
    assert text_channel().address(fk.Person(id="aki", addresses=given, country="DE")) == "+491713920042"
    with_extension = fk.Person(id="aki", addresses={"text": "+49 171 39200 42 ext. 7"})
    assert text_channel().address(with_extension) == Missing("bad-text")


def test_the_tables_are_loaded_with_the_first_number():
    """What they cost is not paid by who only writes e-mails."""
    code = (
        "import sys, datetime, followkit as fk, followkit.interchange\n"
        "facts = fk.interchange.loads(sys.stdin.read(), id='kallio')\n"
        "plan = fk.Kit().plan(facts, now=datetime.datetime(2026, 9, 11, 9, tzinfo=datetime.UTC))\n"
        "print({one.channel for one in plan.follow_ups}, 'phonenumbers' in sys.modules)"
    )
    facts = """
        company = "Kallio Ferries"
        country = "DE"
        me = { name = "Sanna Laine", email = "sanna@example.org" }
        interviews.talk = { start = 2026-09-10T10:00:00, zone = "Europe/Berlin", with = ["aki"] }
        people.aki = { name = "Aki Salo", email = "aki@kallio.example", phone = "030 23125142" }
    """
    done = subprocess.run([sys.executable, "-c", code], input=facts, capture_output=True, text=True, check=True)
    assert done.stdout == "{'email'} False\n"
