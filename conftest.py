"""Set up what every test shares: the same examples on every run, and the samples kept beside the checkout."""

from __future__ import annotations

import io
import os
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("quick", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("FOLLOWKIT_HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def pango() -> None:
    """Skip where there is no Pango, which WeasyPrint draws with and pip cannot install."""
    try:
        with redirect_stdout(io.StringIO()):
            import weasyprint  # noqa: F401  (only whether it can be loaded matters)
    except OSError:
        if os.environ.get("FOLLOWKIT_REQUIRE_PANGO"):
            pytest.fail("Pango is required here and absent")
        pytest.skip("Pango is absent")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of samples beside the checkout, or skip where there is none."""
    folder = Path(__file__).parent.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("FOLLOWKIT_REQUIRE_SHARED"):
            pytest.fail("../shared is required here and absent")
        pytest.skip("../shared is absent")
    return folder
