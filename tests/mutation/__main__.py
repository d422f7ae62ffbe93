"""Break the code in every small way there is and tell what no test noticed: ``python -m tests.mutation FOLDER``.

Needs ``mutmut`` (``uv run --group mutation``), and takes some minutes for each file; ``… FOLDER planning`` breaks one
alone. FOLDER is made and holds a copy of the project for each, to be broken; running it again goes on where it stopped.
What survives is killed by a test, or justified in ``docs/decisions/mutation.md``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("src", "tests", "docs", "conftest.py", "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md")
ONE_BY_ONE = ('"--doctest-modules", "-ra", "--numprocesses=auto"]', '"-ra"]')
"""What pytest is told in the project, and in the copy: mutmut starts its own processes."""
BROKEN = {
    "timing": (
        *("tests/core/test_timing.py", "tests/core/test_hours.py", "tests/rulebook/test_worked_examples.py"),
        *("tests/rulebook/test_thank_you.py", "tests/rulebook/test_check_in.py"),
    ),
    "guards": ("tests/core/test_guards.py",),
    "planning": ("tests/core/test_planning.py",),
}
"""Each file that is broken, to the tests that must notice. They run once for every way, so they are few and quick."""
SETTINGS = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/followkit/_core/{module}.py"]
also_copy = ["conftest.py", "docs", "README.md"]
pytest_add_cli_args = ["-x", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = {tests}
use_git_change_detection = false
"""
NOTICED = ("killed", "timeout")


def prepare(folder: Path, module: str) -> None:
    """Copy the project into *folder*, with the samples beside where it is run, and tell mutmut what to break."""
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    if ONE_BY_ONE[0] not in settings:
        raise SystemExit("the settings of pytest have changed; say in tests/mutation how to run it in one process")
    told = SETTINGS.format(module=module, tests=json.dumps(BROKEN[module]))
    folder.mkdir(parents=True)
    for name in COPIED:
        source, copy = ROOT / name, folder / name
        shutil.copytree(source, copy) if source.is_dir() else shutil.copy(source, copy)
    (folder / "pyproject.toml").write_text(settings.replace(*ONE_BY_ONE) + told, encoding="utf-8")
    (folder / "shared").symlink_to(ROOT.parent / "shared")  # the tests run one folder further down, in mutants


def outcomes(mutmut: str, folder: Path) -> dict[str, str]:
    """Return each way the code was broken, to what became of it."""
    asked = [mutmut, "results", "--all", "true"]
    told = subprocess.run(asked, cwd=folder, check=True, capture_output=True, text=True).stdout
    return dict(line.strip().split(": ", 1) for line in told.splitlines() if ": " in line)


def main(arguments: Sequence[str]) -> int:
    """Run mutmut in copies of the project; the exit code says whether anything was not noticed."""
    folder, *modules = arguments or ("",)
    if not folder or not set(modules) <= BROKEN.keys():
        sys.stderr.write(f"name the folder to work in, and perhaps what to break of: {', '.join(BROKEN)}\n")
        return 2
    mutmut = shutil.which("mutmut")
    if mutmut is None:
        sys.stderr.write("mutmut is not installed; it is in the dependency group 'mutation'\n")
        return 2
    noticed = True
    for module in modules or BROKEN:
        copy = Path(folder).resolve() / module
        if not copy.exists():
            prepare(copy, module)
        subprocess.run([mutmut, "run"], cwd=copy, check=False)
        found = outcomes(mutmut, copy)
        left = {way: outcome for way, outcome in found.items() if outcome not in NOTICED}
        counted = ", ".join(f"{number} {outcome}" for outcome, number in sorted(Counter(found.values()).items()))
        sys.stdout.write(f"\n{module}.py: {len(found)} ways; {counted}\n")
        sys.stdout.writelines(f"    {way}: {outcome}\n" for way, outcome in left.items())
        sys.stdout.flush()  # before mutmut tells of the next
        noticed = noticed and bool(found) and not left
    return 0 if noticed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
