"""List every extension point, and ``hookimpl``, the marker a plugin puts on its functions.

Hooks only register: each takes no argument, is asked once when a kit is built, and returns records. Every one is told
in the same form: when it is asked, what it returns, what is refused, and an example.
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from followkit._core.records import Adapter, Channel, Check, Condition, Guard, Language, Policy, Sender

hookspec = pluggy.HookspecMarker("followkit")
hookimpl = pluggy.HookimplMarker("followkit")


@hookspec
def followkit_channels() -> Iterable[Channel]:  # type: ignore[empty-body]
    """Return the channels this plugin adds: ways to reach a person, each with the form that a note takes on it.

    Asked:
        Once, when a kit is built; never again while it plans, writes or composes.

    Returns:
        Records of the kind ``Channel``, each with a ``name`` of its own.

    Refused:
        Any other record; a field of the wrong kind; a channel without a class; a form of what is no channel, is a form
        itself, or shares no class with it; a name that another plugin provides, unless exactly one of the two says
        ``overrides=True``.

    Example:
        >>> import followkit as fk
        >>> class Pager:
        ...     @fk.hookimpl
        ...     def followkit_channels(self):
        ...         return [fk.Channel(name="pager", classes=["short"], address=number, compose=page)]
        >>> def number(person):
        ...     return person.addresses.get("pager") or fk.Missing("no-pager")
        >>> def page(note, follow_up, application):
        ...     to = fk.Address(address=number(application.person(follow_up.recipient)))
        ...     return fk.Message(channel="pager", handle=note.handle, key=note.key, recipients=[to], body=note.body)
        >>> fk.Kit(plugins=[Pager()]).channel("pager").classes
        ('short',)
    """


@hookspec
def followkit_policies() -> Iterable[Policy]:  # type: ignore[empty-body]
    """Return the policies this plugin adds: rules and values, as TOML.

    Asked:
        Once, when a kit is built; which of them govern an application, its facts decide.

    Returns:
        Records of the kind ``Policy``, each with a ``name`` of its own.

    Refused:
        Any other record; a policy that names what does not exist (``InvalidPolicy``); a name that another plugin
        provides, unless exactly one of the two says ``overrides=True``.

    Example:
        >>> import followkit as fk
        >>> class Patient:
        ...     @fk.hookimpl
        ...     def followkit_policies(self):
        ...         return [fk.Policy(name="patient", text="values.check-in.at-most = 1", applies={"sector": "museum"})]
        >>> museum = fk.Application(id="museum", employer=fk.Employer(country="US", sectors=["museum"]))
        >>> fk.Kit(plugins=[Patient()]).policy_for(museum).explain("check-in.at-most")
        'check-in.at-most = 1, set by patient; us had 2; international had 1'
    """


@hookspec
def followkit_conditions() -> Iterable[Condition]:  # type: ignore[empty-body]
    """Return the conditions this plugin adds: questions that the ``when`` of a rule may ask.

    Asked:
        Once, when a kit is built; the condition itself, whenever a rule asks it.

    Returns:
        Records of the kind ``Condition``, each with a ``name`` of its own.

    Refused:
        Any other record; a field of the wrong kind; a name that another plugin provides, unless exactly one of the two
        says ``overrides=True``.

    Example:
        >>> import followkit as fk
        >>> class Remote:
        ...     @fk.hookimpl
        ...     def followkit_conditions(self):
        ...         return [fk.Condition(name="remote", holds=remote, reads=["custom.remote"])]
        >>> def remote(situation, subject, parameter):
        ...     return fk.Holds(yes=situation.application.custom.get("remote") is True)
        >>> fk.Kit(plugins=[Remote()]).plugins[0].provides
        ('condition:remote',)
    """


@hookspec
def followkit_guards() -> Iterable[Guard]:  # type: ignore[empty-body]
    """Return the guards this plugin adds: what may stop or delay any contact, whatever rule asks for it.

    Asked:
        Once, when a kit is built; the guard itself, about every contact that is planned.

    Returns:
        Records of the kind ``Guard``, each with a ``name`` of its own.

    Refused:
        Any other record; a field of the wrong kind; a name that another plugin provides, unless exactly one of the two
        says ``overrides=True``.

    Example:
        >>> import followkit as fk
        >>> class Hushed:
        ...     @fk.hookimpl
        ...     def followkit_guards(self):
        ...         return [fk.Guard(name="no-calls-to-sam", judge=judge)]
        >>> def judge(proposal):
        ...     spoken = "spoken" in proposal.channel.classes and proposal.recipient.id == "sam"
        ...     return fk.Verdict(veto=True, reason=fk.Reason(code="no-calls")) if spoken else fk.Verdict()
        >>> fk.Kit(plugins=[Hushed()]).plugins[0].provides
        ('guard:no-calls-to-sam',)
    """


@hookspec
def followkit_languages() -> Iterable[Language]:  # type: ignore[empty-body]
    """Return the languages this plugin adds, or the sentences of a language that it adds or changes, as TOML.

    Asked:
        Once, when a kit is built; which language a note is in, whoever gets it decides.

    Returns:
        Records of the kind ``Language``: a whole one under a ``tag`` of its own, or one that ``overrides`` single
        sentences of a language there is.

    Refused:
        Any other record; text that is no TOML (``WordsError``); a tag that another plugin provides, unless it
        overrides; an override of a language that nobody provides.

    Example:
        >>> import followkit as fk
        >>> class Cheers:
        ...     @fk.hookimpl
        ...     def followkit_languages(self):
        ...         return [fk.Language(tag="en", text='letter.closing = "Cheers,"', overrides=True)]
        >>> fk.Kit(plugins=[Cheers()]).lexicon("en").tables["letter"]["closing"]
        'Cheers,'
    """


@hookspec
def followkit_checks() -> Iterable[Check]:  # type: ignore[empty-body]
    """Return the checks this plugin adds: what to look for in a note before it goes out.

    Asked:
        Once, when a kit is built; the check itself, about every note that is reviewed.

    Returns:
        Records of the kind ``Check``, each with a ``code`` of its own.

    Refused:
        Any other record; a field of the wrong kind; a code that another plugin provides, unless exactly one of the two
        says ``overrides=True``.

    Example:
        >>> import followkit as fk
        >>> class Plain:
        ...     @fk.hookimpl
        ...     def followkit_checks(self):
        ...         return [fk.Check(code="exclaims", examine=exclaims)]
        >>> def exclaims(reading):
        ...     for passage in reading.body:
        ...         if (at := passage.text.find("!")) >= 0:
        ...             yield reading.found("exclaims", fk.Severity.HINT, passage, (at, at + 1))
        >>> fk.Kit(plugins=[Plain()]).plugins[0].provides
        ('check:exclaims',)
    """


@hookspec
def followkit_adapters() -> Iterable[Adapter]:  # type: ignore[empty-body]
    """Return the adapters this plugin adds: ways to read what another program writes. Provisional.

    Asked:
        Once, when a kit is built; the adapter itself, when ``Kit.read`` is told its name.

    Returns:
        Records of the kind ``Adapter``, each with a ``name`` of its own.

    Refused:
        Any other record; a field of the wrong kind; a name that another plugin provides, unless exactly one of the two
        says ``overrides=True``.

    Example:
        >>> import followkit as fk
        >>> class Tracker:
        ...     @fk.hookimpl
        ...     def followkit_adapters(self):
        ...         return [fk.Adapter(name="tracker", read=read, media_types=["text/plain"])]
        >>> def read(payload, application):
        ...     return fk.Imported(application=application)
        >>> fk.Kit(plugins=[Tracker()]).plugins[0].provides
        ('adapter:tracker',)
    """


@hookspec
def followkit_senders() -> Iterable[Sender]:  # type: ignore[empty-body]
    """Return the senders this plugin adds: ways to hand a message over to what delivers it. Provisional.

    Asked:
        Once, when a kit is built; the sender itself, when ``Kit.send`` is told its name, and never by a plan.

    Returns:
        Records of the kind ``Sender``, each with a ``name`` of its own.

    Refused:
        Any other record; a field of the wrong kind; a sender that carries no channel; a name that another plugin
        provides, unless exactly one of the two says ``overrides=True``.

    Example:
        >>> import followkit as fk
        >>> class Queue:
        ...     @fk.hookimpl
        ...     def followkit_senders(self):
        ...         return [fk.Sender(name="queue", carries=["email"], send=put)]
        >>> def put(message):
        ...     return fk.Receipt(id=message.key)
        >>> fk.Kit(plugins=[Queue()]).plugins[0].provides
        ('sender:queue',)
    """
