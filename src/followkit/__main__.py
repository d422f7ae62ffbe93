"""The command line: for trying followkit, and for people who do not program.

Each command lives in a module of its own in ``_commands``, which is loaded when the command is given.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

USAGE_ERROR = 2
INTERRUPTED = 130
NOBODY_READS = 141

DESCRIPTION = "Decide when and how to follow up after a job interview, say why, and write what to send."
EPILOG = """\
a first quarter of an hour:
  followkit demo                               see what it does
  followkit new acme.toml                      a file to fill in (--invite panel.ics reads a calendar invite)
  followkit plan acme.toml                     what to do now, what next, and why
  followkit write acme.toml --out drafts/      the notes, as drafts; nothing is ever sent
  followkit record acme.toml sent thank-you/priya
"""

Arguments = Sequence[tuple[tuple[str, ...], Mapping[str, Any]]]

_FILE = (("file",), {"metavar": "FILE", "help": "your facts, as acme.toml"})
_NOW = (
    ("--now",),
    {"metavar": "WHEN", "help": "plan as of then, not now: 2025-06-05T17:10, at home or with an offset"},
)
_SET = (
    ("--set",),
    {"metavar": "NAME=VALUE", "action": "append", "default": [], "help": "change a value, as check-in.at-most=1"},
)
_LANGUAGE = (
    ("--language",),
    {"metavar": "TAG", "help": "tell it in this language (de, en-GB), not in that of your file; notes keep their own"},
)
_HOUSE = (("--house",), {"metavar": "HOUSE", "help": "with the rules and words of this house, a folder"})
_PLUGIN = (
    ("--plugin",),
    {
        "metavar": "NAME",
        "action": "append",
        "default": [],
        "help": "with this installed plugin",
    },
)
_DATE = {"metavar": "DATE"}

COMMANDS: Mapping[str, tuple[str, Arguments]] = {
    "demo": ("show an example: its plan, and the first note", ()),
    "new": (
        "write a facts file to fill in",
        (
            _FILE,
            (("--invite",), {"metavar": "ICS", "help": "fill in what this calendar invite knows"}),
            _LANGUAGE,
            _PLUGIN,
        ),
    ),
    "plan": (
        "say what to do now, what next, and why",
        (
            _FILE,
            _NOW,
            _SET,
            (
                ("--why",),
                {"metavar": "NAME", "help": "say instead why this is planned or not: check-in, thank-you/priya"},
            ),
            (("--since",), {"metavar": "DATE", "help": "say too what changed since then"}),
            (("--ics",), {"metavar": "ICS", "help": "write the plan as a calendar file too, over that of last time"}),
            (("--json",), {"action": "store_true", "help": "print the plan as JSON"}),
            _LANGUAGE,
            _HOUSE,
            _PLUGIN,
        ),
    ),
    "write": (
        "save drafts of what is due, and of what comes next",
        (
            _FILE,
            (("handles",), {"metavar": "HANDLE", "nargs": "*", "help": "only these, as thank-you/priya"}),
            (
                ("--out",),
                {
                    "metavar": "FOLDER",
                    "required": True,
                    "help": "where to; a draft you changed is kept, and one that waits has its day in its name",
                },
            ),
            (("--pdf",), {"action": "store_true", "help": "letters and cards as PDF, too; needs followkit[pdf]"}),
            _NOW,
            _SET,
            _LANGUAGE,
            _HOUSE,
            _PLUGIN,
        ),
    ),
    "review": (
        "say what drafts should not go out with, yours or ours",
        (
            (("paths",), {"metavar": "PATH", "nargs": "+", "help": "drafts (.txt, .eml), or the folder they are in"}),
            (("--facts",), {"metavar": "FILE", "help": "your facts; found by the drafts that followkit write made"}),
            _NOW,
            _LANGUAGE,
            _HOUSE,
            _PLUGIN,
        ),
    ),
    "questions": (
        "say what to ask before you leave an interview, and what to write down after it",
        (_FILE, _NOW, _LANGUAGE, _HOUSE, _PLUGIN),
    ),
    "record": (
        "add what happened to a facts file, or take it back (undo)",
        (
            _FILE,
            (
                ("kind",),
                {"metavar": "WHAT", "help": "sent, called, reply, promised, offered, rejected, snooze, … or undo"},
            ),
            (
                ("about",),
                {"metavar": "WHOM", "nargs": "?", "help": "the follow-up, the person, the interview, or the decision"},
            ),
            (("--at",), {"metavar": "WHEN", "help": "when it happened; now, unless said"}),
            (("--by",), {"metavar": "PERSON", "help": "who said it"}),
            (("--to",), {"metavar": "PERSON", "help": "sent, called, pledged: whom you told"}),
            (("--channel",), {"metavar": "NAME", "help": "email or phone"}),
            (("--decision-by",), {**_DATE, "help": "promised, replied: the day by which you will hear"}),
            (("--says",), {"metavar": "TEXT", "help": "promised, replied: their words, when they named no day"}),
            (("--reply",), {"metavar": "TEXT", "help": "replied: still deciding, progress, on hold, question, …"}),
            (("--on",), {**_DATE, "help": "invited: the day they asked to hear from you; pledged: the day you named"}),
            (("--due",), {**_DATE, "help": "requested, assigned: the last day they want it by"}),
            (("--respond-by",), {**_DATE, "help": "offered, competing offer: the day they want an answer"}),
            (("--until",), {**_DATE, "help": "out of office: the last day away; snoozed, needs time: until when"}),
            (("--only",), {"metavar": "TEXT", "help": "asked not to contact: thank-you or calls; all, unless said"}),
            (("--start",), {"metavar": "WHEN", "help": "rescheduled: when it starts now"}),
            (("--minutes",), {"metavar": "COUNT", "type": int, "help": "rescheduled: how long it takes now"}),
            (("--zone",), {"metavar": "ZONE", "help": "rescheduled: the zone of the new start"}),
            (("--minutes-late",), {"metavar": "COUNT", "type": int, "help": "missed: how late you came, if you came"}),
            (
                ("--what",),
                {
                    "metavar": "TEXT",
                    "help": "requested, assigned, submitted, pledged, forgot: what; misnamed: the right name",
                },
            ),
            (("--answers",), {"action": "store_true", "help": "forgot: it is the better answer to what they asked"}),
            (
                ("--address",),
                {"metavar": "ADDRESS", "help": "bounced: the address that failed; that of the file, unless said"},
            ),
            (("--outcome",), {"metavar": "TEXT", "help": "called: what came of it"}),
            (("--voicemail",), {"action": "store_true", "help": "called: nobody answered, and you left a message"}),
            (("--contact",), {"metavar": "TEXT", "help": "sent, called, if it was not planned: status, courtesy, …"}),
            (("--interview",), {"metavar": "ID", "help": "sent, called, if it was not planned: about which interview"}),
            (("--regarding",), {"metavar": "ID", "help": "submitted, sent, called: the id of the event it answers"}),
            _NOW,
            _LANGUAGE,
            _HOUSE,
            _PLUGIN,
        ),
    ),
    "why": (
        "say what a rule stands on (CI-02), or what came of one for a file",
        (
            (
                ("name",),
                {"metavar": "NAME", "help": "the id of an advice, as CI-02; with --file also a rule or follow-up"},
            ),
            (("--file",), {"metavar": "FILE", "help": "say what came of it for these facts"}),
            _NOW,
            _SET,
            _LANGUAGE,
            _HOUSE,
            _PLUGIN,
        ),
    ),
    "check": (
        "check a house: its rules, its words, and what its scenarios show",
        ((("folder",), {"metavar": "HOUSE", "help": "the folder with policy.toml, words and scenarios"}), _PLUGIN),
    ),
    "plugins": (
        "say which plugins are installed, what they bring, and what is wrong with them",
        (
            (
                ("--check",),
                {"action": "store_true", "help": "look at each in a process of its own, which it cannot leave"},
            ),
        ),
    ),
    "preview": (
        "show every note on one page, with three sets of facts, and what a house says otherwise",
        (
            (
                ("house",),
                {"metavar": "HOUSE", "nargs": "?", "help": "the folder of a house"},
            ),
            (
                ("--html",),
                {"metavar": "HTML", "required": True, "help": "the file to write"},
            ),
            (("--channel",), {"metavar": "NAME", "help": "show every note as it reads by email, phone, text, …"}),
            (("--register",), {"choices": ("formal", "warm", "familiar"), "help": "show every note in this tone"}),
            (
                ("--language",),
                {"metavar": "TAG", "help": "the language of the notes: de, en-GB"},
            ),
            _PLUGIN,
        ),
    ),
    "simulate": (
        "say what would be sent until a day, if the plan were followed and nobody answered",
        (_FILE, (("--until",), {**_DATE, "required": True, "help": "the last day"}), _NOW, _LANGUAGE, _HOUSE, _PLUGIN),
    ),
    "words": (
        "list the languages there are, or what one of them lacks against English",
        (
            (("--missing",), {"metavar": "TAG", "help": "list what this language lacks, one place a line"}),
            (("--house",), {"metavar": "HOUSE", "help": "with the words of this house"}),
            (("--add",), {"metavar": "FILE", "help": "with a language that nobody installed yet, as nl.toml"}),
            _PLUGIN,
        ),
    ),
    "today": (
        "show one queue over all facts files of a folder",
        (
            (("folder",), {"metavar": "FOLDER", "help": "where your facts files are"}),
            _NOW,
            (("--ics",), {"metavar": "ICS", "help": "write all plans as one calendar file, over that of last time"}),
            _LANGUAGE,
            _HOUSE,
            _PLUGIN,
        ),
    ),
}
"""Each command: what it does, and what it takes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 when done, 1 when a check found something, 2 for wrong input.

    Args:
        arguments: what was typed after ``followkit``; that of this process when None.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    parser, commands = _parsers()
    if arguments and arguments[0] in commands:  # so that options may stand before, between and after the names
        options = commands[arguments[0]].parse_intermixed_args(arguments[1:])
        options.command, options.version = arguments[0], False
    else:
        options = parser.parse_args(arguments)
    if options.version:
        from followkit import __version__

        sys.stdout.write(f"followkit {__version__}\n")
        return 0
    if options.command is None:
        parser.print_help(sys.stderr)
        return USAGE_ERROR
    try:
        code = _run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along has seen enough; leave nothing to be flushed on the way out
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _run(options: Namespace) -> int:
    from followkit._commands.terminal import complain, notice
    from followkit._core.errors import FollowkitError

    try:
        code: int = import_module(f"followkit._commands.{options.command}").run(options)
    except BrokenPipeError:
        raise
    except (FollowkitError, OSError) as error:
        given = (getattr(options, name, None) for name in ("file", "folder", "add", "house"))
        complain(error, next(filter(None, given), ""))
        return USAGE_ERROR
    except Exception as error:  # a traceback would show what is in the file
        notice(f"followkit: this is a fault of followkit: {type(error).__name__} in {_where(error)}; please report it")
        return USAGE_ERROR
    return code


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}, line {trace.tb_lineno}" if trace else "an unknown place"


def _parsers() -> tuple[ArgumentParser, Mapping[str, ArgumentParser]]:
    parser = ArgumentParser(
        prog="followkit",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (does, arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.", allow_abbrev=False)
        for flags, described in arguments:
            command.add_argument(*flags, **described)
    return parser, commands.choices


if __name__ == "__main__":
    sys.exit(main())
