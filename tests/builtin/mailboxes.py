"""Make up whom an e-mail goes to and what it says: as people are, as a parser would rather not have them, and worse."""

from __future__ import annotations

from hypothesis import strategies as st

from followkit._core.notes import Address

TRICKY = st.sampled_from(
    [*" ,;:.<>()[]\"\\'@=?_-\t\r\n\x00", "=?utf-8?b?", "\u2028", "\u202e", "\u200b", "é", "名", "😀", "\ud800"]
)
ROUGH = st.lists(TRICKY, max_size=24).map("".join)
NAMES = st.one_of(
    st.none(),
    st.text("abcXYZ ,.;:()<>[]\"\\'éßЖ名😀\u00a0\u0301=_-", max_size=64),
    st.text("a, ", min_size=50, max_size=64),
)
ATOMS = st.text("abcXYZ0189!#$%&'*+/=^_`{|}~-", min_size=1, max_size=20)
LABELS = st.text("abcxyz0189", min_size=1, max_size=20)
ADDRESSES = st.builds("{}.{}@{}-{}.example".format, ATOMS, ATOMS, LABELS, LABELS)
CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
BODIES = st.lists(
    st.one_of(
        st.sampled_from(["\n", "\r\n", "\r", ".", "From ", " ", "\t", "=", "é", "\u2028", "\x85", "x" * 90]),
        st.text(max_size=9),
    ),
    max_size=20,
).map("".join)


def mailboxes(people: list[tuple[str | None, str]]) -> tuple[Address, ...]:
    """Return them as addresses of a message."""
    return tuple(Address(name=name, address=address) for name, address in people)


def named(people: tuple[Address, ...]) -> list[tuple[str, str]]:
    """Return who they are, by name and address."""
    return [(mailbox.name or "", mailbox.address) for mailbox in people]
