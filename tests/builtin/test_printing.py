"""A letter and a card are pages to print: the words and nothing else, each where the envelope or the card wants it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import followkit as fk
from followkit._builtin.channels.card import CARD
from followkit._builtin.channels.letter import LETTER
from followkit._core.errors import ChannelError, MissingExtra
from followkit._core.facts import Application, Candidate, Employer
from followkit._core.notes import Message, Note, Part
from followkit.channels import as_pdf, card_channel, letter_channel
from tests.builtin.printed import INCH, MM, Page, flat, sheets
from tests.builtin.scenario import THANK_YOU, THANKS, with_person

POST = "Acme; 12 Canal Street; New York, NY 10013"
DANA = Candidate(
    name="Dana Kim",
    addresses={"email": "dana@home.example", "phone": "+1 212 555 0142", "post": "7 Elm Court; Brooklyn, NY 11201"},
)
US = attrs.evolve(with_person(addresses={"post": POST}), me=DANA, employer=Employer(name="Acme", country="US"))
DE = attrs.evolve(US, employer=Employer(name="Acme", country="DE"))
WORDED = attrs.evolve(
    THANKS,
    labels={
        "letter-date": "June 5, 2025",
        "by-hand": "Copy by hand",
        "envelope": "On the envelope:",
        "before-posting": "Before you post it",
        "checklist": "[ ] black ink\n[ ] signed\n",
    },
)
HOSTILE = (
    "</style><script>alert(1)</script>",
    "</title><p>",
    '" onload="alert(1)',
    "<!-- -->",
    "]]><![CDATA[",
    "&lt;b&gt; &amp; &#x41;",
    "{{ 7 * 7 }}{% raw %}",
    "@import url(http://evil.example/a.css);",
    "W" * 300,
    "مرحبا Priya 12 שלום",
    "\N{FAMILY} \N{WAVING HAND SIGN}",
)


def saying(*paragraphs: str) -> Note:
    return attrs.evolve(WORDED, paragraphs=tuple((Part(name="thanks", text=text),) for text in paragraphs))


def letter(facts: Application = US, note: Note = WORDED) -> Message:
    return LETTER.compose(note, THANK_YOU, facts)


def card(facts: Application = US, note: Note = WORDED) -> Message:
    return CARD.compose(note, THANK_YOU, facts)


# The page -----------------------------------------------------------------------------------------------------------


def test_the_page_of_a_letter_says_what_its_text_says_in_the_same_order():
    message = letter()

    assert flat(Page(message.extra["html"]).one("main").text) == flat(message.body)


def test_an_a4_letter_has_the_sender_on_a_small_line_in_the_window_too():
    page = Page(letter(DE).extra["html"])

    assert page.one("return").text == "Dana Kim, 7 Elm Court, Brooklyn, NY 11201"
    assert page.texts("to") == ["Priya Raman", "Acme", "12 Canal Street", "New York, NY 10013"]
    assert page.one("day").text == "June 5, 2025"
    assert page.texts("words") == Page(letter().extra["html"]).texts("words")
    assert Page(letter(attrs.evolve(DE, me=Candidate(name="Dana Kim"))).extra["html"]).one("return").text == ""


def test_the_sheet_of_a_card_has_the_card_its_envelope_and_what_to_mind():
    message = card()
    page = Page(message.extra["html"])

    assert page.one("h1").text == "Copy by hand"
    assert flat(" ".join(page.texts("card"))) == flat(message.body)
    assert page.texts("from") == ["Dana Kim", "7 Elm Court", "Brooklyn, NY 11201"]
    assert page.texts("to") == ["Priya Raman", "Acme", "12 Canal Street", "New York, NY 10013"]
    assert page.texts("checklist") == ["black ink", "signed"]
    assert [one.text for one in page.elements if one.tag == "h2"] == ["On the envelope", "Before you post it"]


def test_a_language_without_the_words_around_a_card_still_has_its_card():
    bare = card(note=attrs.evolve(WORDED, labels={}))
    page = Page(bare.extra["html"])

    assert flat(" ".join(page.texts("card"))) == flat(bare.body)
    assert {one.tag for one in page.elements}.isdisjoint({"h1", "h2", "ul"})


@pytest.mark.parametrize("message", [letter(), letter(DE), card(), card(DE)], ids=["us", "a4", "card-us", "card-a4"])
def test_a_page_needs_nothing_but_itself(message):
    page = Page(message.extra["html"])
    policies = [one.attributes["content"] for one in page.elements if "http-equiv" in one.attributes]

    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]
    assert {one.tag for one in page.elements}.isdisjoint(
        {"script", "link", "img", "iframe", "object", "form", "a", "base"}
    )
    assert not re.search(r"url\(|@import|expression", page.styles)
    assert not {name for one in page.elements for name in one.attributes if name.startswith("on")} | {
        name for one in page.elements for name in ("src", "href", "action") if name in one.attributes
    }
    assert page.comments == []


def test_a_page_is_in_the_language_of_its_note_and_each_line_runs_its_own_way():
    arabic = attrs.evolve(saying("مرحبا Priya", "12 שלום", "Hello مرحبا", "12 %"), language="ar")
    page = Page(letter(note=arabic).extra["html"])
    ways = {one.text: one.attributes["dir"] for one in page.elements if "dir" in one.attributes}

    assert page.one("html").attributes["lang"] == "ar"
    assert [ways[text] for text in ("مرحبا Priya", "12 שלום", "Hello مرحبا", "12 %")] == ["rtl", "rtl", "ltr", "ltr"]
    assert ways["Dana Kim"] == ways["+1 212 555 0142"] == "ltr"


# The paper ----------------------------------------------------------------------------------------------------------


def paper(employer: Employer, me: Candidate = DANA, zone: str = "America/New_York") -> str:
    window = attrs.evolve(THANK_YOU.window, zone=zone)
    facts = attrs.evolve(US, employer=employer, me=me)
    styles = Page(LETTER.compose(WORDED, attrs.evolve(THANK_YOU, window=window), facts).extra["html"]).styles
    (size,) = re.findall(r"@page { size: ([^;]+);", styles)
    return {"8.5in 11in": "US Letter", "210mm 297mm": "A4"}[size]


@pytest.mark.parametrize(
    ("employer", "me", "zone", "expected"),
    [
        ({"country": "US"}, {}, "Europe/Berlin", "US Letter"),
        ({"country": "CA"}, {}, "Europe/Berlin", "US Letter"),
        ({"country": "PH"}, {}, "Europe/Berlin", "US Letter"),
        ({"country": "DE"}, {}, "America/New_York", "A4"),
        ({"country": "GB"}, {}, "America/New_York", "A4"),
        ({"country": "AR"}, {}, "America/New_York", "A4"),
        ({}, {}, "America/New_York", "US Letter"),
        ({}, {}, "Europe/London", "A4"),
        ({"zone": "America/Toronto"}, {}, "Europe/London", "US Letter"),
        ({}, {}, "UTC", "A4"),
        ({"country": "US"}, {"country": "FR"}, "America/New_York", "A4"),
        ({"country": "FR"}, {"country": "MX"}, "Europe/Paris", "US Letter"),
        ({"country": "US"}, {"zone": "Asia/Tokyo"}, "America/New_York", "A4"),
        ({"country": "US"}, {"zone": "America/Vancouver", "country": "JP"}, "America/New_York", "A4"),
    ],
)
def test_a_letter_is_for_the_paper_of_the_candidates_country_else_the_employers(employer, me, zone, expected):
    assert paper(Employer(name="Acme", **employer), attrs.evolve(DANA, **me), zone) == expected


# Hostile words ------------------------------------------------------------------------------------------------------


def full_of(text: str, facts: Application = US) -> tuple[Note, Application]:
    """Return note and facts that say a text wherever anything can be said."""
    part = (Part(name="thanks", text=text),)
    note = attrs.evolve(
        WORDED,
        subject=text,
        salutation=text,
        paragraphs=(part, part),
        closing=text,
        signature=text,
        labels=dict.fromkeys(WORDED.labels, text),
    )
    person = facts.people[0]
    name = text.replace("@", "")[:64].strip()
    spoken = {"post": text[:200].strip()}
    return note, attrs.evolve(
        facts,
        people=(attrs.evolve(person, name=name, addresses=spoken),),
        employer=attrs.evolve(facts.employer, name=name),
        me=attrs.evolve(DANA, name=name, addresses={**DANA.addresses, **spoken}),
    )


def shape(message: Message) -> list[str]:
    """Return which elements a page has, each kind once: more of the same may follow from more lines."""
    return sorted({str(one) for one in Page(message.extra["html"]).shape})


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(("compose", "plain"), [(letter, letter()), (card, card())])
def test_whatever_is_said_stays_text(compose, plain, text):
    note, facts = full_of(text)
    page = Page(compose(facts, note).extra["html"])

    assert shape(compose(facts, note)) == shape(plain)
    assert page.styles == Page(plain.extra["html"]).styles
    assert page.comments == []
    assert flat(text) in page.texts("words" if compose is letter else "card")


@given(said=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60))
@example(said="<")
@example(said="&amp;")
@example(said="\ufffe")
def test_the_page_says_every_text_as_it_is(said):
    page = Page(letter(note=saying(f"a{said}b")).extra["html"])

    assert f"a{said}b" in [one.text for one in page.elements if "words" in one.inside]


def test_the_naughty_strings_stay_text(shared):
    naughty = json.loads((shared / "samples/hostile/blns/blns.json").read_text(encoding="utf-8"))
    expected = shape(letter())
    printed = 0
    for text in naughty:
        try:
            message = letter(note=saying(f"a{text}b"))
        except ChannelError:
            continue
        printed += 1
        assert shape(message) == expected
        assert f"a{text}b" in [one.text for one in Page(message.extra["html"]).elements if "words" in one.inside]
    assert printed >= 400


# The PDF ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("pango")
class TestPdf:
    """What is drawn, read back."""

    @pytest.mark.parametrize(("facts", "size"), [(US, (8.5 * INCH, 11 * INCH)), (DE, (210 * MM, 297 * MM))])
    def test_a_letter_is_one_sheet_that_says_what_its_text_says(self, facts, size):
        message = letter(facts)
        (sheet,) = sheets(as_pdf(message))

        assert (sheet.width, sheet.height) == pytest.approx(size, abs=0.1)
        assert flat(message.body[message.body.index("Thank you:") :]) in sheet.text
        read = ["Dana Kim", "7 Elm Court", "Priya Raman", "New York, NY 10013", "Thank you:", "Best regards,"]
        places = [sheet.text.index(text) for text in read]
        assert places == sorted(places), "it is read in the order of the page"
        for line in message.body.split("\n\n")[0].splitlines():
            assert sheet.text.count(line) >= 1
        assert re.search(r"\d+$", sheet.text) is None, "a letter of one page has no page number"

    def test_a_letter_to_the_united_states_shows_its_address_in_the_window(self):
        """A no. 10 envelope is 4⅛ in high; its window is ½ in from the bottom, ⅞ in from the left, 4½ × 1⅛ in."""
        (sheet,) = sheets(as_pdf(letter(US)))
        lying_at_the_bottom = 4.125 - 11 / 3
        top, bottom = 4.125 - 0.5 - 1.125 - lying_at_the_bottom, 4.125 - 0.5 - lying_at_the_bottom
        address = [sheet.line(text) for text in ("Priya Raman", "Acme", "12 Canal Street", "New York, NY 10013")]

        assert all((top + 0.125) * INCH < line.base - line.size and line.base < bottom * INCH for line in address)
        assert all(line.left == pytest.approx(1 * INCH, abs=0.5) for line in address)
        assert sheet.line("June 5").base < top * INCH, "the day is above the window"
        subject = sheet.line("Thank you:")
        assert subject.base - subject.size > 11 / 3 * INCH, "the text begins below the fold"

    def test_an_a4_letter_shows_its_address_in_the_window_of_din_5008_form_b(self):
        (sheet,) = sheets(as_pdf(letter(DE)))
        address = [sheet.line(text) for text in ("Priya Raman", "Acme", "12 Canal Street", "New York, NY 10013")]
        returned = sheet.line("Dana Kim, 7 Elm Court")

        assert all(line.base - line.size * 0.7 > 62.7 * MM and line.base < 90 * MM for line in address)
        assert address[0].base < 68 * MM, "the address begins at the top of its zone"
        assert all(line.left == pytest.approx(25 * MM, abs=0.5) for line in (*address, returned))
        assert 45 * MM < returned.base < 62.7 * MM
        assert sheet.line("June 5").left > 110 * MM, "the day is beside the window"
        assert sheet.line("Thank you:").base > 98.4 * MM

    @pytest.mark.parametrize(("facts", "lines"), [(US, 60), (DE, 70), (DE, 140)])
    def test_a_long_letter_is_numbered_from_its_second_page(self, facts, lines):
        first, *others = sheets(as_pdf(letter(facts, saying("I keep coming back to what you said. " * lines * 2))))

        assert others
        assert not re.search(r"(^|\D)1$", first.text)
        for number, sheet in enumerate(others, start=2):
            told = [line.text for line in sheet.lines if line.base < 30 * MM]
            assert sorted(told) == sorted(["Priya Raman", "June 5, 2025", str(number)])

    def test_wherever_a_letter_breaks_three_lines_stay_together_and_the_end_keeps_three_with_it(self):
        broken = 0
        for lines in range(14, 30):
            told = ["First words. " * 12 for _ in range(lines // 5)] + ["More. " * 9] * (lines % 5)
            pages = sheets(as_pdf(letter(US, saying(*told, "Last words. " * 40))))
            broken += len(pages) > 1
            closing = pages[-1].line("Best regards,").base
            above = [line for line in pages[-1].lines if "Last words" in line.text and line.base < closing]
            assert len(above) >= 3, lines
            assert pages[-1].lines[-1].text == "Dana Kim" or pages[-1].line("Dana Kim").base > closing
            for page in pages:
                counted = sum("Last words" in line.text for line in page.lines)
                assert counted == 0 or counted >= 3, lines
        assert 4 < broken < 16, "some break, and some do not"

    @pytest.mark.parametrize(
        ("facts", "size", "card_size", "envelope"),
        [
            (US, (8.5 * INCH, 11 * INCH), (5.5 * INCH, 4.25 * INCH), (5.75 * INCH, 4.375 * INCH)),
            (DE, (210 * MM, 297 * MM), (148 * MM, 105 * MM), (162 * MM, 114 * MM)),
        ],
    )
    @pytest.mark.parametrize("words", [1, 40, 80])
    def test_a_card_is_drawn_at_its_own_size_and_its_envelope_at_three_fifths(
        self, facts, size, card_size, envelope, words
    ):
        message = card(facts, saying("interview " * words))
        (sheet,) = sheets(as_pdf(message))
        there = [box for box in sheet.boxes if box[0] < size[0] * 0.75 and box[1] > 2 * INCH]

        assert (sheet.width, sheet.height) == pytest.approx(size, abs=0.1)
        assert there == [
            pytest.approx(card_size, abs=2),
            pytest.approx([side * 0.6 for side in envelope], abs=2),
        ]
        assert flat(message.body) in sheet.text

    @pytest.mark.parametrize(("compose", "facts"), [(letter, US), (card, DE)])
    def test_whatever_is_said_can_be_drawn_on_the_sheet(self, compose, facts):
        for text in HOSTILE:
            note, others = full_of(text, facts)
            found = sheets(as_pdf(compose(others, note)))
            assert flat(text)[:20] in found[0].text or not text.isascii()
            assert max(line.left for sheet in found for line in sheet.lines) < found[0].width

    @pytest.mark.parametrize(
        "message", [letter(), letter(DE), card(), card(DE)], ids=["us", "a4", "card-us", "card-a4"]
    )
    def test_every_line_of_the_style_is_understood(self, message, caplog):
        as_pdf(message)

        assert [record.getMessage() for record in caplog.records] == []

    def test_the_same_letter_is_the_same_file_whatever_the_run(self, tmp_path):
        message = letter()
        (tmp_path / "page.html").write_text(message.extra["html"], encoding="utf-8")
        code = (
            "import sys;from pathlib import Path;from followkit import Message; from followkit.channels import as_pdf;"
            "page = Path(sys.argv[1]).read_text(encoding='utf-8');"
            "m = Message(channel='letter', handle='t', key='k', body='', extra={'html': page});"
            "sys.stdout.buffer.write(as_pdf(m))"
        )
        run = [sys.executable, "-X", "utf8", "-c", code, tmp_path / "page.html"]
        again = subprocess.run(run, env={**os.environ, "PYTHONHASHSEED": "7"}, capture_output=True, check=True)
        assert again.stdout == as_pdf(message)

    @pytest.mark.parametrize(
        "page",
        [
            "<img src='file:///etc/hostname'>",
            "<img src='http://127.0.0.1:9/a.png'>",
            "<img src='data:image/png;base64,AAAA'>",
            "<link rel=stylesheet href='http://127.0.0.1:9/a.css'>",
            "<style>@import 'file:///etc/hostname';</style>",
            "<style>p { background: url(file:///etc/hostname) }</style><p>a",
            "<object data='file:///etc/hostname'></object>",
            "<link rel=attachment href='file:///etc/hostname'>",
        ],
    )
    def test_nothing_is_fetched_for_a_page_of_a_plugin_either(self, page):
        with pytest.raises(ChannelError, match="outside itself"):
            as_pdf(Message(channel="postcard", handle="t", key="k", body="", extra={"html": page}))

    @pytest.mark.parametrize(
        "page",
        [
            "<style>@import url(x.css);</style><p>Priya",
            "<div>" * 3000 + "Priya",
            "<p style='font-size: 1e300px'>Priya",
        ],
    )
    def test_a_page_that_cannot_be_drawn_is_refused_without_its_words(self, page):
        with pytest.raises(ChannelError, match=r"cannot be drawn as PDF \(\w+\)") as refused:
            as_pdf(Message(channel="postcard", handle="t", key="k", body="", extra={"html": page}))
        assert refused.value.channel == "postcard"
        assert "Priya" not in str(refused.value)
        assert refused.value.__cause__ is None

    @pytest.mark.parametrize("make", [letter_channel, card_channel])
    def test_a_kit_can_save_every_letter_and_card_as_pdf(self, make):
        kit = fk.Kit(add=[make(pdf=True, overrides=True)])
        message = (letter if make is letter_channel else card)()
        plain, page, pdf = kit.drafts(message)

        assert (plain.suffix, page.suffix) == (".txt", ".html")
        assert (pdf.suffix, pdf.media_type, pdf.content) == (".pdf", "application/pdf", as_pdf(message))


def test_a_message_without_a_page_cannot_be_printed():
    with pytest.raises(ChannelError, match="a message of channel 'email' has no page to print"):
        as_pdf(Message(channel="email", handle="t", key="k", body="Hello."))


def test_who_has_no_weasyprint_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(MissingExtra, match=r"pip install 'followkit\[pdf\]'") as missing:
        as_pdf(letter())
    assert missing.value.extra == "pdf"


def test_who_has_no_pango_is_told_what_to_install_and_nothing_else_is_printed(monkeypatch, tmp_path, capsys):
    """So WeasyPrint answers where Pango is absent: it prints a page of advice, and fails to be imported."""
    (tmp_path / "weasyprint.py").write_text("print('-----')\nraise OSError('cannot load library')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)

    with pytest.raises(MissingExtra, match="apt install libpango") as missing:
        as_pdf(letter())
    assert missing.value.extra == "pdf"
    assert capsys.readouterr().out == ""


def test_the_layouts_are_in_the_package():
    folder = Path(fk.__file__).parent / "_builtin" / "channels"

    assert {path.name for path in folder.glob("*.html")} >= {"page.html", "letter.html", "card.html"}
