"""``preview`` writes one page with every note; it needs nothing else, and shows what a house says otherwise."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from followkit._casts.reading import CASTS, casts
from followkit._core.vocabulary import Register
from followkit._previewing import page as pages
from followkit._previewing.staging import in_register, stage
from followkit.errors import InvalidHouse, UnknownChannel
from followkit.houses import House
from followkit.previews import page
from tests.commands.session import followkit

VOID = {"meta", "link", "br", "hr", "img", "input", "source", "area", "base", "col", "embed", "wbr"}


class Read(HTMLParser):
    """Hold what a browser would find: tags with their attributes, and texts by the tag they stand in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == [], "every tag is closed"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and data.strip():
            self.texts.append((self._open[-1], " ".join(data.split())))

    def within(self, tag: str) -> list[str]:
        return [text for inside, text in self.texts if inside == tag]


@pytest.fixture(scope="module")
def built_in():
    return page()


def shown(
    occasion: str, house: dict[str, str] | None = None, *, language: str = "en", channel: str | None = None
) -> str:
    """Return the page of one occasion, which is much sooner made than that of all."""
    of = House.of(house) if house is not None else None
    staged = stage(of, language, channel)
    scenes = [scene for scene in casts(language) if scene.occasion == occasion]
    return pages.page(staged.occasions(scenes), staged.words, of.name if of else None)


def test_every_occasion_is_there_for_every_cast(built_in):
    read = Read(built_in)
    sections = [attributes["id"] for tag, attributes in read.tags if tag == "section"]

    assert set(sections) == {scene.occasion for scene in casts()}
    columns = read.within("h3")
    assert {columns.count(name) for name in set(columns)} == {len(sections)}
    assert len(set(columns)) == len(CASTS)


def test_it_needs_no_network_no_script_and_no_other_file(built_in):
    read = Read(built_in)

    assert not {tag for tag, _ in read.tags} & {"script", "link", "img", "iframe", "object", "form", "base"}
    links = [attributes["href"] for tag, attributes in read.tags if tag == "a"]
    assert links
    assert all(str(link).startswith("#") for link in links)
    assert not re.search(r"url\(|@import|https?:", built_in)
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on")]


def test_the_built_in_notes_are_compared_with_nothing(built_in):
    read = Read(built_in)

    assert read.within("h1") == ["The built-in notes"]
    assert read.within("ins") == read.within("del") == []


def test_of_who_is_little_known_the_questions_stand_there(built_in):
    assert any(text.startswith("What did Priya Raman talk about") for text in Read(built_in).within("li"))


def test_what_a_house_says_otherwise_stands_beside_what_it_replaces():
    read = Read(shown("closing-note", {"words/en.toml": 'closing-note.closing = "Yours,"'}))

    # one note to one person, by each cast
    assert read.within("ins") == ["Yours,"] * 3
    assert read.within("del") == ["Best regards,"] * 3
    changed = [attributes for tag, attributes in read.tags if tag == "article" and attributes.get("class") == "changed"]
    assert len(changed) == 3


def test_a_house_that_changes_rules_alone_changes_no_words():
    read = Read(shown("closing-note", {"policy.toml": "values.check-in.at-most = 2"}))

    assert read.within("ins") == read.within("del") == []
    assert "None of them reads otherwise than the built-in one." in " ".join(read.within("p"))


def test_what_a_house_leaves_out_is_told():
    short = '[thank-you]\nparagraphs = [["thanks", "key_point"]]\n'
    read = Read(shown("thank-you", {"words/en.toml": short}))

    assert any("I look forward to hearing what comes next." in text for text in read.within("del"))
    assert read.within("ins") == []


def test_a_kind_of_note_of_its_own_is_shown_where_its_rule_first_speaks():
    policy = """
[rules.warm-word]
like = "acknowledge"
slot = "warm-word"
note = "warm-word"
because = "they like to hear it"
"""
    words = '[warm-word]\nsubject = ["A word"]\nparagraphs = [["word"]]\nword = ["It was good to hear from you."]\n'
    read = Read(shown("acknowledge", {"policy.toml": policy, "words/en.toml": words}))

    assert "warm-word" in [attributes.get("id") for tag, attributes in read.tags if tag == "section"]
    assert read.within("ins").count("It was good to hear from you.") == len(CASTS)


def test_no_word_and_no_name_of_a_house_becomes_html():
    hostile = "</p><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;{{ 7 }}"
    words = f"closing-note.closing = '''{hostile.replace('{{ 7 }}', '')}'''"
    policy = 'name = "ours"\n[rules.closing-note]\nbecause = "</p><script>alert(3)</script>"\n'
    text = shown("closing-note", {"policy.toml": policy, "words/en.toml": words})
    read = Read(text)

    assert not {"script", "img"} & {tag for tag, _ in read.tags}
    assert "<script" not in text
    assert any("<script>alert(1)</script>" in said for said in read.within("ins"))


def test_another_channel_shows_its_own_words_and_its_form():
    spoken = Read(shown("own-delay", channel="phone"))

    assert any("Is this a good moment?" in text for text in spoken.within("p"))


def test_what_a_house_says_otherwise_on_the_phone_stands_below_the_whole_script():
    house = {"words/en.toml": 'own-delay.classes.spoken.spoken_owned = "I am late."'}
    read = Read(shown("own-delay", house, channel="phone"))

    assert set(read.within("ins")) == {"I am late."}
    assert any(text.startswith("Call: ") for text in read.within("p"))


def test_a_note_without_an_address_says_why_it_cannot_go_out():
    read = Read(shown("acknowledge", channel="text"))

    assert any(text.startswith("This note cannot take the form of its channel: ") for text in read.within("p"))


def test_a_note_that_never_goes_by_a_channel_is_left_out():
    read = Read(shown("addendum", channel="phone"))

    assert [tag for tag, _ in read.tags if tag == "section"] == []


def test_in_german_the_page_and_its_notes_are_german():
    read = Read(shown("thank-you", language="de"))
    said = " ".join(text for _, text in read.texts)

    assert ("html", {"lang": "de"}) in read.tags
    assert "Mit freundlichen Grüßen" in said
    assert not re.search(r"\b(Thank you|Dear|Best regards|Everything|known)\b", said)


def test_a_tone_is_shown_to_everybody():
    house = {"words/en.toml": 'closing-note.registers.formal.closing = "Yours sincerely,"'}
    staged = stage(House.of(house), "en", None)
    scenes = [scene for scene in casts() if scene.occasion == "closing-note"]
    formal = Read(pages.page(staged.occasions(in_register(scenes, Register.FORMAL)), staged.words, "ours"))

    assert Read(shown("closing-note", house)).within("ins") == []  # nobody there is written to formally
    assert formal.within("ins") == ["Yours sincerely,"] * len(CASTS)


# The command --------------------------------------------------------------------------------------------------------


def test_the_command_writes_the_page_and_says_where(tmp_path):
    (tmp_path / "ours" / "words").mkdir(parents=True)
    (tmp_path / "ours" / "words" / "en.toml").write_text('letter.closing = "Yours,"\n', encoding="utf-8")
    file = tmp_path / "out.html"

    file.write_text(shown("card"), encoding="utf-8")  # an earlier page of ours

    answer = followkit("preview", tmp_path / "ours", "--html", file)

    assert (answer.code, answer.err) == (0, "")
    assert answer.lines == [f"Wrote {file}; open it in a browser"]
    assert "<del>Best regards,</del> <ins>Yours,</ins>" in file.read_text(encoding="utf-8")


def test_what_somebody_else_wrote_is_left_alone(tmp_path):
    file = tmp_path / "mine.html"
    file.write_text("<p>mine</p>", encoding="utf-8")

    answer = followkit("preview", "--html", file)

    assert (answer.code, answer.out) == (2, "")
    assert "--html: there is a file already that we did not write" in answer.err
    assert file.read_text(encoding="utf-8") == "<p>mine</p>"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--channel", "fax"], "no channel is called 'fax'; there are: "),
        (["--language", "tlh"], "--language: no language is called 'tlh' (there are: "),
        (["no-such-house"], "no-such-house: there is no such folder"),
    ],
)
def test_what_cannot_be_shown_is_refused_and_nothing_is_written(tmp_path, typed, said):
    answer = followkit("preview", *typed, "--html", tmp_path / "out.html")

    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert not list(tmp_path.iterdir())


def test_python_is_told_the_same_by_errors():
    with pytest.raises(UnknownChannel):
        page(channel="fax")
    with pytest.raises(InvalidHouse):
        page({"polcy.toml": ""})
