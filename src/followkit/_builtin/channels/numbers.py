"""Read a telephone number as somebody wrote it: which line it is, or why nobody should be reached on it.

What is no single number in plain marks is refused before anything is read into it. What the digits mean is a matter of
the country: the tables are those of libphonenumber (``phonenumberslite``), loaded with the first number.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberDesc

MOST_CHARACTERS = 64
MOST_DIGITS = 15  # ITU-T E.164, without the prefix that leads out of a country
FEWEST_DIGITS = 5
"""Where no country is known; service numbers are shorter than that."""
EMERGENCY_EVERYWHERE = frozenset({"112", "911"})
EMERGENCY_SOMEWHERE = EMERGENCY_EVERYWHERE | {"000", "08", "110", "118", "119", "999"}
"""What mobile telephones take for an emergency call: always, and while they have no card (3GPP TS 22.101, 10.1.1)."""

PREMIUM_BESIDES = {
    1: r"(?!8([0-9])\1)[0-9]{3}976[0-9]{4}",  # the exchange 976 of any area, but not of 800, 833 and so on
    49: r"190[0-9]+",  # before it was 0900
    870: r"[0-9]+",  # Inmarsat
    881: r"[0-9]+",  # other satellites
    882: r"[0-9]+",  # networks of no country: ships, aircraft, satellites
    883: r"[0-9]+",
}
"""By the code of the country: what costs extra though the tables count it as a line like others, or have it not."""
_FEWEST_ALIKE = 3  # as many digits as 900 has
_ORDINARY = ("fixed_line", "mobile", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail")
_NOT_DIALLED = (None, "1")  # before the number at home: nothing is, or nothing need be

_AROUND = " \t\r\n\u200e\u200f\u202a\u202c\u202d\u2066\u2068\u2069"
"""What is copied along with a number; a mark that would show its digits from right to left is not among it."""
_MARKS = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff0d", "-")
    | {"\uff0b": "+", "\uff08": "(", "\uff09": ")", "\uff0e": ".", "\uff0f": "/"}
)
_WRITTEN = re.compile(
    r"(?:tel(?:\.?: ?|\. ?| ))?(?P<plus>\(?\+)?(?P<number>[0-9 ()./-]{2,40}?)"
    r"(?:(?:;ext=|,? ?(?:ext(?:ension|n)?\.?|x|durchwahl|dw\.?|poste) ?)(?P<extension>[0-9]{1,7}))?",
    re.ASCII | re.IGNORECASE,
)
_MOST_SLASHES, _BEHIND_A_SLASH = 2, 4  # 030/1234567 is one number, 1234567/68 is two


class Flaw(StrEnum):
    """Say why nobody should be reached on a number."""

    BAD = "bad"
    SHORT = "short"
    EMERGENCY = "emergency"
    PREMIUM = "premium"


@frozen(kw_only=True)
class Number:
    """Hold one telephone number.

    Args:
        e164: as every network reads it, as ``+12125550142``; empty where no country is known.
        extension: what is dialled once they are connected, or empty.
    """

    e164: str = field(default="", repr=False)
    extension: str = field(default="", repr=False)


def read(given: str, country: str | None = None) -> Number | Flaw:
    """Return the line a number leads to, or why nobody should be reached on it.

    Args:
        given: as somebody wrote it, as ``(0)30 23125-142`` or ``+49 30 23125142 ext. 7``.
        country: the ISO 3166 code of the country from which that is dialled, where it is known.

    >>> read("(212) 555-0142", "US") == read("+1 212 555 0142") == Number(e164="+12125550142")
    True
    >>> read("0900 1234567", "DE"), read("911", "US"), read("1-800-FLOWERS", "US")
    (<Flaw.PREMIUM: 'premium'>, <Flaw.EMERGENCY: 'emergency'>, <Flaw.BAD: 'bad'>)
    """
    written = _WRITTEN.fullmatch(_plain(given)) if len(given) <= MOST_CHARACTERS else None
    if written is None or _is_two(written["number"]):
        return Flaw.BAD
    digits = re.sub(r"[^0-9]", "", written["number"])
    if not digits:
        return Flaw.BAD
    found = _international(digits) if written["plus"] else _national(digits, country)
    return evolve(found, extension=written["extension"] or "") if isinstance(found, Number) else found


def e164(number: str, country: str | None = None) -> str | None:
    """Return a number as every network reads it; None for one that reaches no person, or that no country is known for.

    An extension is left out.

    Args:
        number: as somebody wrote it.
        country: the ISO 3166 code of the country from which that is dialled, where it is known.

    >>> e164("020 7946 0958", "GB"), e164("020 7946 0958"), e164("999", "GB")
    ('+442079460958', None, None)
    """
    found = read(number, country)
    return found.e164 or None if isinstance(found, Number) else None


def _plain(given: str) -> str:
    """Return the digits and marks of any script as those of ASCII."""
    digits = (str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in given)
    return "".join(digits).strip(_AROUND).translate(_MARKS).strip(" ")


def _is_two(number: str) -> bool:
    """Tell whether a slash parts two numbers, or one and the end of another, and not an area code and what follows."""
    _, slash, behind = number.rpartition("/")
    if not slash:
        return False
    digits = re.sub(r"[^0-9]", "", behind)
    return number.count("/") > _MOST_SLASHES or len(digits) < _BEHIND_A_SLASH or digits.startswith("0")


# What the digits mean -----------------------------------------------------------------------------------------------


def _by_shape(digits: str) -> Number | Flaw:
    """Judge a number whose country nobody knows: what it costs cannot be told, nor where it leads."""
    significant = digits.lstrip("0")
    begins_for_help = digits.startswith(tuple(EMERGENCY_EVERYWHERE))
    if begins_for_help or digits in EMERGENCY_SOMEWHERE or significant in EMERGENCY_SOMEWHERE:
        return Flaw.EMERGENCY
    if len(significant) < FEWEST_DIGITS:
        return Flaw.SHORT
    return Number() if len(digits) <= MOST_DIGITS else Flaw.BAD


def _national(digits: str, country: str | None) -> Number | Flaw:
    """Read a number without a country's code; one that begins with 00 may be meant as going abroad anywhere."""
    from phonenumbers import SUPPORTED_REGIONS

    abroad = _international(digits[2:]) if digits.startswith("00") else Flaw.BAD
    if country not in SUPPORTED_REGIONS:
        return _by_shape(digits) if abroad is Flaw.BAD else abroad
    found = _parsed(digits, country)
    return abroad if found is Flaw.BAD or abroad is Flaw.PREMIUM else found


def _international(digits: str) -> Number | Flaw:
    return _parsed(f"+{digits}", None)


def _parsed(text: str, country: str | None) -> Number | Flaw:
    """Return what libphonenumber knows of a number; one that is possible is enough, since tables lag behind."""
    import phonenumbers as known
    from phonenumbers.shortnumberinfo import is_valid_short_number

    try:
        parsed = known.parse(text, country)
    except known.NumberParseException:
        return Flaw.BAD
    if not known.is_valid_number(parsed):
        if _calls_for_help(text, country, parsed):
            return Flaw.EMERGENCY
        if is_valid_short_number(parsed):
            return Flaw.SHORT
    e164 = known.format_number(parsed, known.PhoneNumberFormat.E164)
    possible = known.is_possible_number_with_reason(parsed) == known.ValidationResult.IS_POSSIBLE
    if not possible or len(e164) > len("+") + MOST_DIGITS:
        return Flaw.BAD
    return Flaw.PREMIUM if _costs_extra(parsed) else Number(e164=e164)


def _calls_for_help(text: str, country: str | None, parsed: PhoneNumber) -> bool:
    """Tell whether dialling it ends at an emergency service; with further digits behind it may do so too."""
    from phonenumbers import PhoneMetadata, national_significant_number, region_code_for_country_code
    from phonenumbers.shortnumberinfo import connects_to_emergency_number, is_emergency_number

    own, home = national_significant_number(parsed), region_code_for_country_code(parsed.country_code or 0)
    bare = own.lstrip("0")  # nobody dials the zero of +49 (0)112
    if bare in EMERGENCY_EVERYWHERE or is_emergency_number(own, home) or is_emergency_number(bare, home):
        return True
    tables = PhoneMetadata.metadata_for_region(home)
    if tables is not None and tables.national_prefix in _NOT_DIALLED and connects_to_emergency_number(own, home):
        return True
    return country is not None and connects_to_emergency_number(text, country)


# What it costs ------------------------------------------------------------------------------------------------------


def _costs_extra(parsed: PhoneNumber) -> bool:
    """Tell whether a number is dear; one that the tables do not have costs what numbers cost that begin the same."""
    from phonenumbers import (
        PhoneMetadata,
        PhoneNumberType,
        is_valid_number,
        national_significant_number,
        number_type,
        region_code_for_country_code,
    )

    own, code = national_significant_number(parsed), parsed.country_code or 0
    if code in PREMIUM_BESIDES and re.fullmatch(PREMIUM_BESIDES[code], own):
        return True
    if is_valid_number(parsed):
        return number_type(parsed) == PhoneNumberType.PREMIUM_RATE
    tables = PhoneMetadata.metadata_for_region_or_calling_code(code, region_code_for_country_code(code))
    if tables is None:
        return False
    with_prefix = f"{tables.national_prefix or ''}{own}"  # the 8 of +7 809 may have been taken for one
    return _begins_as_premium(own, tables) or _begins_as_premium(with_prefix, tables)


def _begins_as_premium(own: str, tables: PhoneMetadata) -> bool:
    """Tell whether as much of it as begins any known number begins a premium one."""
    for alike in range(len(own), _FEWEST_ALIKE - 1, -1):
        if _may_begin(own[:alike], tables.premium_rate):
            return True
        if any(_may_begin(own[:alike], getattr(tables, name)) for name in _ORDINARY):
            return False
    return False


def _may_begin(digits: str, kind: PhoneNumberDesc | None) -> bool:
    """Tell whether a number of that kind begins so; tried with each digit over and over for what is missing."""
    if kind is None or kind.national_number_pattern is None:
        return False
    pattern = re.compile(kind.national_number_pattern)
    lengths = [length for length in kind.possible_length if length >= len(digits)]
    return any(pattern.fullmatch(digits.ljust(length, fill)) for length in lengths for fill in "0123456789")
