"""Every link between pages leads somewhere, and every page of the docs can be found from their index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("**/*.md"))]
LINK = re.compile(r"\[[^]]*\]\((?P<path>[^)#\s]*)(?:#(?P<heading>[^)\s]*))?\)")
FENCED = re.compile(r"^(?P<ticks>`{3,}).*?^(?P=ticks)$", re.DOTALL | re.MULTILINE)


def links(page: Path) -> list[tuple[Path, str]]:
    """Return the files a page links to, each with the heading meant."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    found = [link for link in LINK.finditer(text) if "://" not in link["path"]]
    return [(page.parent / link["path"] if link["path"] else page, link["heading"] or "") for link in found]


def headings(page: Path) -> set[str]:
    """Return the headings of a page, as links name them."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_leads_somewhere(page):
    lost = [
        f"{target.name}#{heading}"
        for target, heading in links(page)
        if not target.exists() or (heading and heading not in headings(target))
    ]

    assert lost == []


def test_the_index_lists_every_page():
    listed = {target.resolve() for target, _ in links(DOCS / "README.md")}
    decisions = {DOCS / "decisions" / page.name for page in (DOCS / "decisions").glob("*.md")}

    assert {page for page in DOCS.glob("**/*.md") if page.name != "README.md"} - decisions <= listed
    assert decisions <= {target.resolve() for target, _ in links(DOCS / "decisions" / "README.md")} | listed


def test_a_link_to_nowhere_is_noticed(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# A `page`, here\n\n[gone](gone.md) [here](#a-page-here)\n\n```text\n[not](a.link)\n```\n")

    assert [(target.name, heading) for target, heading in links(page)] == [("gone.md", ""), ("page.md", "a-page-here")]
    assert headings(page) == {"a-page-here"}
