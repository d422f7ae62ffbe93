"""The pictures of the docs show what is printed from the facts of their page; how it looks is for people to say."""

from __future__ import annotations

import struct

import pytest

from tests.builtin.printed import sheets
from tests.docs.pictures import DOTS, FOLDER, PAGE, PICTURES, printed

MOST_BYTES = 150_000


def test_every_picture_is_shown_on_its_page_and_is_small():
    there = {path.name: path.stat().st_size for path in FOLDER.iterdir()}

    assert there.keys() == PICTURES.keys()
    assert max(there.values()) < MOST_BYTES
    assert all(f"](../pictures/{name})" in PAGE.read_text("utf-8") for name in PICTURES)


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize("name", PICTURES)
def test_the_facts_of_the_page_give_one_sheet_of_the_size_of_the_picture(name):
    (sheet,) = sheets(printed(name))
    width, height = struct.unpack(">II", (FOLDER / name).read_bytes()[16:24])

    assert (width - 2, height - 2) == pytest.approx((sheet.width * DOTS, sheet.height * DOTS), abs=2)
    assert sheet.text.count("Dana Kim") >= 2
