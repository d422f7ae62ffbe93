"""Words that change a language are checked before anybody writes with them."""

from __future__ import annotations

import tomllib

import pytest

import followkit as fk
from followkit._checking.house import check
from followkit._checking.words import words_problems

ENGLISH = fk.Kit().lexicon("en")


def problems(text: str, **more: object) -> dict[str, str]:
    found = words_problems(tomllib.loads(text), ENGLISH, **more)  # type: ignore[arg-type]
    return {problem.place: problem.code for problem in found}


@pytest.mark.parametrize(
    "text",
    [
        'tag = "en"',
        'letter.closing = "Kind regards,"',
        'letter.classes.spoken.hello = ["Good day, {{ to.called }}."]',
        'thank-you.interest = ["I would like to join {{ company }}.", "This is the job I want."]',
        'thank-you.variants.short.thanks = "Thanks."',
        'thank-you.paragraphs = [["thanks"], ["key_point", "our_own"]]\nthank-you.our_own = ["We are us."]',
        'check-in.thanks = ["Thank you again."]',  # a part another note takes in
        'check-in.extra.voicemail = ["vm_hello", "vm_ours"]\nletter.classes.spoken.vm_ours = "We are us."',
        'reasons.rejected = "They said no."',
        'headings.nothing-now = "Nothing."\nlengths.50 = "fifty minutes"\nchannels.fax = "fax"',
        'calendar = { and = "&", weekdays = ["M", "T", "W", "T", "F", "S", "S"] }',
        'farewell = { paragraphs = [["bye"]], bye = ["Goodbye, {{ to.called }}."] }',  # a note of its own
        'farewell = { paragraphs = [["bye"]], bye = "Bye.", variants.long.bye = "Farewell." }\n'
        "limits = { farewell = [2, 9], farewell-long = [1, 9] }",
        'regions = ["GB", "MT"]',
        'calendar = { date = "EEEE \'the\' d MMMM", clock = "HH:mm", periods = ["am", "pm"] }',
        'labels.call = "Ring"\nlabels.ours = "Before {{ not_after|when }}, {{ to.called }}"',
        "thank-you.registers.formal.thanks = [\"I thank {{ 'you'|familiar('thee') }}.\"]",
        'thank-you.variants.short.registers.warm.classes.short.thanks = "Thanks!"',
        'letter.registers.familiar.closing = "Bye,"',
        'harmful.ours = { phrases = ["rockstar*"], severity = "error", except = ["decline"] }\n'
        'findings.ours = "“{{ said }}” is not what we say."\nlimits.similarity = 50\nlimits.long.farewell = [10, 20]\n'
        'farewell = { paragraphs = [["bye"]], bye = "Bye." }\ncues.farewell.bye = ["bye"]',
    ],
)
def test_words_that_can_be_used_pass(text):
    assert problems(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('tag = "de"', {"tag": "tag"}),
        ('leter.closing = "x"', {"leter": "unknown-section"}),
        ('letter = "x"', {"letter": "wrong-type"}),
        ('letter.closng = "x"', {"letter.closng": "unknown-part"}),
        ("harmful.ours = 3", {"harmful.ours": "wrong-type"}),
        ("harmful.ours.phrases = [3]", {"harmful.ours.phrases[0]": "wrong-type"}),
        ('harmful.ours.phrase = ["x"]', {"harmful.ours.phrase": "unknown-key"}),
        ('harmful.ours.severity = "eror"', {"harmful.ours.severity": "unknown-severity"}),
        ('limits.similarity = "much"', {"limits.similarity": "wrong-type"}),
        ("letter.closing = 3", {"letter.closing": "wrong-type"}),
        ("letter.closing = [3]", {"letter.closing[0]": "wrong-type"}),
        ('thank-you.thankss = ["x"]', {"thank-you.thankss": "unknown-part"}),
        ('thank-you.thanks = ["{{ compny }}"]', {"thank-you.thanks[0]": "unknown-fact"}),
        ('thank-you.thanks = ["{{ company.__class__ }}"]', {"thank-you.thanks[0]": "template"}),
        ('thank-you.thanks = ["fine", "{{ company"]', {"thank-you.thanks[1]": "template"}),
        ('thank-you.thanks = "{{ company|shout }}"', {"thank-you.thanks": "template"}),
        ('thank-you.paragraphs = ["thanks"]', {"thank-you.paragraphs[0]": "wrong-type"}),
        ('thank-you.paragraphs = "thanks"', {"thank-you.paragraphs": "wrong-type"}),
        ('thank-you.paragraphs = [["thanks", "hugs"]]', {"thank-you.paragraphs[0]": "unknown-part-with-words"}),
        ('thank-you.extra.voicemail = ["hugs"]', {"thank-you.extra.voicemail": "unknown-part-with-words"}),
        ('thank-you.variants.brief.thanks = "x"', {"thank-you.variants.brief": "unknown-variant"}),
        ('thank-you.classes.shouted.thanks = "x"', {"thank-you.classes.shouted": "unknown-class"}),
        ('thank-you.variants = "short"', {"thank-you.variants": "wrong-type"}),
        ('thank-you.variants.short.thankss = "x"', {"thank-you.variants.short.thankss": "unknown-part"}),
        ("thank-you.variants.short = 3", {"thank-you.variants.short": "wrong-type"}),
        ("thank-you.optional = [1]", {"thank-you.optional[0]": "wrong-type"}),
        ('reasons.rejcted = "x"', {"reasons.rejcted": "unknown-key"}),
        ("reasons.rejected = 3", {"reasons.rejected": "wrong-type"}),
        ('reasons.rejected = "{{ nobody_gives_this }}"', {"reasons.rejected": "unknown-fact"}),
        ('calendar.weekdays = "Monday"', {"calendar.weekdays": "wrong-type"}),
        ('farewell.bye = "x"', {"farewell": "unknown-section"}),
        ('regions = "GB"', {"regions": "wrong-type"}),
        ('regions = ["Britain"]', {"regions": "wrong-type"}),
        ('calendar.date = "{{ weekday }}"', {"calendar.date": "pattern"}),
        ('calendar.date = "EEEE QQ"', {"calendar.date": "pattern"}),
        ("calendar.date = 3", {"calendar.date": "wrong-type"}),
        ('labels.ours = "{{ nobody_gives_this }}"', {"labels.ours": "unknown-fact"}),
        ("labels.call = 3", {"labels.call": "wrong-type"}),
        ('thank-you.registers.rude.thanks = "x"', {"thank-you.registers.rude": "unknown-register"}),
        ('thank-you.registers.formal.thankss = "x"', {"thank-you.registers.formal.thankss": "unknown-part"}),
        ('thank-you.registers = "formal"', {"thank-you.registers": "wrong-type"}),
        ("limits.farewell = [1, 2]", {"limits.farewell": "unknown-key"}),
        ("limits.thank-you = 9", {"limits.thank-you": "wrong-type"}),
        ('follow-ups.farewell = "farewell"', {"follow-ups.farewell": "unknown-key"}),
    ],
)
def test_words_that_cannot_be_used_are_told_where_they_stand(text, expected):
    assert problems(text) == expected


def test_what_is_meant_is_suggested():
    (problem,) = words_problems({"thank-you": {"thanks": ["{{ compny }}"]}}, ENGLISH)
    assert str(problem) == "thank-you.thanks[0]: no fact is called 'compny' (did you mean 'company'?)"


def test_a_variant_that_a_rule_asks_for_may_have_words():
    assert problems('thank-you.variants.brief.thanks = "x"', variants={"brief"}) == {}


def test_what_a_rule_of_ones_own_plans_for_may_have_words():
    assert problems('follow-ups.farewell = "farewell"\nquestions.why-so = "Why?"', codes={"farewell", "why-so"}) == {}


def test_one_more_region_is_called_by_its_own_tag():
    assert problems('tag = "en-IE"', tag="en-IE") == {}
    assert problems('tag = "en"', tag="en-IE") == {"tag": "tag"}


def test_the_english_words_themselves_pass():
    assert [str(problem) for problem in words_problems(ENGLISH.tables, ENGLISH)] == []


# A house that says it otherwise in one country ------------------------------------------------------------------------


def test_a_house_writes_one_region_and_its_own_kind_of_note(tmp_path):
    files = {
        "words/en.toml": 'farewell = { paragraphs = [["bye"]], bye = "Bye." }\nlimits.farewell = [1, 9]',
        "words/en-gb.toml": 'farewell.bye = "Cheerio."\nletter.closing = "Yours,"',
        "words/en-ie.toml": 'tag = "en-IE"\nletter.closing = "Slán,"\nletter.closng = "x"',
        "words/de.toml": 'letter.closing = "Beste Grüße"',
        "words/pl-pl.toml": "",
    }
    (tmp_path / "words").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    found = {(one.file, one.line): one.what for one in check(tmp_path).findings}

    assert found == {
        ("words/en-ie.toml", 3): "letter.closng: no part is called 'closng' (did you mean 'closing'?)",
        ("words/pl-pl.toml", 1): "no language is called 'pl-PL' (one of: de, en)",
    }
