"""Every page of the site has its picture in docs/pictures, or a reason why it has none."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from tests.web.test_routes import ROUTES

ROOT = Path(__file__).parents[2]
NO_PICTURE = {
    "figure_named": "leads to a page", "by_number": "leads to a page", "work": "leads to a page",
    "near": "a part of a page", "desk_live": "a part of a page", "outlines": "data", "picture": "data",
    "health": "data", "offline_script": "data", "audit_export": "a file", "admin_template": "a file",
    "admin_sheet_file": "a file", "security_posts_file": "a file", "admin_sheet": "made as admin_import is",
    "security_template": "a file", "ledger_file": "a file", "month_file": "a file", "register_file": "a file",
    "register_pick": "what a script asks while one types",
    "waiting": "stands for imported history alone", "report_form": "the same as report",
    "retention_batch": "nothing of a demonstration is old enough to be erased", "case_photo": "a file",
    "case_photos": "the case that pictures are taken of has no photo of the work yet",
    "reporter_photo": "a file", "raise_again": "the same as report",
}  # fmt: skip


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "tools" / "pictures.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules["pictures"] = made
    spec.loader.exec_module(made)
    return made


def test_every_page_has_a_picture_or_a_reason() -> None:
    shown = {picture.route for picture in tool().PICTURES}
    pages = {name for name, (_, status) in ROUTES.items() if status == 200}
    assert pages - shown - set(NO_PICTURE) == set()
    assert set(NO_PICTURE) & shown == set() and set(NO_PICTURE) <= set(ROUTES)


def test_the_pictures_are_there() -> None:
    made = tool()
    for picture in made.PICTURES:
        for look in picture.looks:
            file = ROOT / "docs" / "pictures" / f"{picture.stem}-{look}.png"
            assert file.is_file(), "run tools/pictures.py before a demonstration"
