"""Break the code in every small way there is and tell what no test noticed: ``python -m tests.mutation FOLDER``.

Needs ``mutmut`` (``uv run --group mutation``), and takes an hour or more. FOLDER is made and holds a copy of the
project to break; running it again goes on where it stopped. What survives is killed by a test, or justified in
``docs/decisions/mutation.md``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("src", "tests", "docs", "conftest.py", "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md")
ONE_BY_ONE = ('"--doctest-modules", "-ra", "--numprocesses=auto"]', '"-ra"]')
"""What pytest is told in the project, and in the copy: mutmut starts its own processes."""
SETTINGS = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/followkit/_core/timing.py", "src/followkit/_core/guards.py", "src/followkit/_core/planning.py"]
also_copy = ["conftest.py", "docs", "README.md"]
pytest_add_cli_args = ["-x", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = ["tests/core", "tests/rulebook"]
use_git_change_detection = false
"""


def prepare(folder: Path) -> None:
    """Copy the project into *folder*, with the samples beside where it is run, and tell mutmut what to break."""
    folder.mkdir(parents=True)
    for name in COPIED:
        source, copy = ROOT / name, folder / name
        shutil.copytree(source, copy) if source.is_dir() else shutil.copy(source, copy)
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    if ONE_BY_ONE[0] not in settings:
        raise SystemExit("the settings of pytest have changed; say in tests/mutation how to run it in one process")
    (folder / "pyproject.toml").write_text(settings.replace(*ONE_BY_ONE) + SETTINGS, encoding="utf-8")
    (folder / "shared").symlink_to(ROOT.parent / "shared")  # the tests run one folder further down, in mutants


def main(arguments: list[str]) -> int:
    """Run mutmut in a copy of the project; the exit code says whether anything survived."""
    if len(arguments) != 1:
        sys.stderr.write("name the folder to work in\n")
        return 2
    folder = Path(arguments[0]).resolve()
    if not folder.exists():
        prepare(folder)
    mutmut = shutil.which("mutmut")
    if mutmut is None:
        sys.stderr.write("mutmut is not installed; it is in the dependency group 'mutation'\n")
        return 2
    subprocess.run([mutmut, "run"], cwd=folder, check=False)
    told = subprocess.run([mutmut, "results"], cwd=folder, check=True, capture_output=True, text=True).stdout
    sys.stdout.write(told or "nothing survived\n")
    return 1 if told.strip() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
