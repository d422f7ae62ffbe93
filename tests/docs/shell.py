"""Run the commands of a page in one shell, as a reader types them, where nothing is installed yet.

Two things are stood in for, so that no network is needed: ``python3 -m venv`` makes environments that see the libraries
this Python has, all but followkit itself; and pip finds followkit as a wheel in a folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
END = "--- that was all; it ended with"
PYTHON = """\
#!/bin/sh
[ "$1 $2" = "-m venv" ] || exec "{python}" "$@"
"{python}" -m venv --without-pip "$3" || exit
echo "{libraries}" > "$("$3/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/libraries.pth"
printf '#!/bin/sh\\nexec "$(dirname "$0")/python" -m pip "$@"\\n' > "$3/bin/pip"
chmod +x "$3/bin/pip"
"""


@frozen
class Shell:
    """Keep one shell for all commands of a page: what one changes, such as the folder, the next finds."""

    process: subprocess.Popen[str]

    def __call__(self, line: str, folder: Path) -> tuple[str, int]:
        """Run a command; return what it printed and how it ended."""
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin
        assert stdout
        stdin.write(f"{{ {line}\n}} </dev/null\nprintf '\\n%s %s\\n' '{END}' $?\n")
        stdin.flush()
        printed: list[str] = []
        for told in stdout:
            if told.startswith(END):
                return "".join(printed), int(told.removeprefix(END))
            printed.append(told)
        raise AssertionError(f"the shell ended with {line}: {''.join(printed)}")


@contextmanager
def shell(folder: Path, **variables: str) -> Iterator[Shell]:
    """Give a shell that begins in a folder."""
    quiet = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        ["/bin/bash", "--norc", "--noprofile"],
        cwd=folder,
        env={**quiet, **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    with process:
        yield Shell(process)


@contextmanager
def newcomers_shell(scratch: Path, folder: Path) -> Iterator[Shell]:
    """Give the shell of somebody who has Python, and nothing else.

    Args:
        scratch: a folder for what stands in for Python and for the package index.
        folder: the empty one, in which the shell begins.
    """
    path = _python_in(scratch / "bin", _libraries_in(scratch / "libraries"))
    given = {
        "PATH": f"{path}:/usr/bin:/bin",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_FIND_LINKS": str(_wheel_in(scratch / "wheels").parent),
        "PIP_NO_BUILD_ISOLATION": "false",  # which is how pip wants to be told to build with what is there
        "PIP_NO_INDEX": "1",
    }
    with shell(folder, **given) as found:
        yield found


def _python_in(folder: Path, libraries: Path) -> Path:
    """Write a ``python3`` into a folder; return that folder."""
    folder.mkdir()
    python = folder / "python3"
    python.write_text(PYTHON.format(python=_base(), libraries=libraries), encoding="utf-8")
    python.chmod(0o755)
    return folder


def _base() -> str:
    """Return the Python that the environment of these tests was made with."""
    return str(getattr(sys, "_base_executable", sys.executable))


def _libraries_in(folder: Path) -> Path:
    """Link the libraries of this Python and its pip into a folder, without followkit."""
    folder.mkdir()
    here = "import pathlib, pip; print(pathlib.Path(pip.__file__).parent)"
    pip = subprocess.run([_base(), "-c", here], capture_output=True, text=True, check=True).stdout.strip()
    ours = [path for path in Path(sysconfig.get_path("purelib")).iterdir() if path.suffix != ".pth"]
    for path in (Path(pip), *ours):
        if not path.name.startswith(("followkit", "pip")) or path == Path(pip):
            (folder / path.name).symlink_to(path)
    return folder


def _wheel_in(folder: Path) -> Path:
    """Return the wheel of followkit: the one that is to be released where there is one, else built from its source."""
    if "FOLLOWKIT_WHEEL" in os.environ:
        return Path(os.environ["FOLLOWKIT_WHEEL"])
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [wheel] = folder.glob("*.whl")
    return wheel
