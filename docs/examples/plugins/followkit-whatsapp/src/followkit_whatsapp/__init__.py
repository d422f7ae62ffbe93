"""Follow up on WhatsApp, where they asked for it."""

from importlib.resources import files

import followkit as fk


def address(person: fk.Person) -> str | fk.Missing:
    """Return the number the person has on WhatsApp, or why there is none."""
    return person.addresses.get("whatsapp") or fk.Missing("no-whatsapp")


def compose(note: fk.Note, follow_up: fk.FollowUp, application: fk.Application) -> fk.Message:
    """Return the note as one message, to be copied."""
    to = application.person(follow_up.recipient)
    if to is None or "whatsapp" not in to.addresses:
        raise fk.errors.Unreachable("the recipient is not on WhatsApp", channel="whatsapp")
    there, body = fk.Address(name=to.name, address=to.addresses["whatsapp"]), f"{note.salutation}\n{note.body}"
    return fk.Message(channel="whatsapp", handle=note.handle, key=note.key, recipients=[there], body=body)


@fk.hookimpl
def followkit_channels() -> list[fk.Channel]:
    """Bring the channel; only who invited it is written to."""
    return [fk.Channel(name="whatsapp", classes=["short"], address=address, compose=compose, invited_only=True)]


@fk.hookimpl
def followkit_languages() -> list[fk.Language]:
    """Say in English what is missing, and write notes in Polish."""
    texts = {tag: files(__name__).joinpath(f"{tag}.toml").read_text("utf-8") for tag in ("en", "pl")}
    return [fk.Language(tag=tag, text=text, source=f"{tag}.toml", overrides=tag == "en") for tag, text in texts.items()]
