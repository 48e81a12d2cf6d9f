"""Each guard of what a photo shows outside taken out, with the test that notices. Part of the kept mutants."""

from __future__ import annotations

from tests.mutants.kept import Mutant

SHOWN = "tests/app/test_shown_photos.py::test_"
COVERED = "tests/app/test_covering.py::test_"

PHOTOS = (
    Mutant(
        "the reporter gets the photo that is kept", "app/evidence.py",
        "return found if isinstance(found, Refusal) else covered(found, areas)", "return found",
        f"{SHOWN}a_part_that_is_covered_is_covered_from_then_on_and_the_photo_itself_stays[sqlite]",
    ),
    Mutant(
        "anybody shows and uncovers a photo", "core/decide/showing.py",
        "if was.unit != situation.by.unit and not _only_less(was, wanted):", "if False:",
        f"{SHOWN}who_sees_a_face_covers_and_hides_and_shows_nothing[sqlite-by0]",
    ),
    Mutant(
        "what a JPEG smears over an edge is left", "app/covering.py", "SMEAR = 2", "SMEAR = 0",
        f"{COVERED}two_photos_that_differ_only_where_it_is_covered_are_shown_alike",
    ),
    Mutant(
        "a choice shows a photo before the answer", "core/evidence.py",
        "for one in choices(events, programme) if one.shown and one.n < answered}",
        "for one in choices(events, programme) if one.shown}",
        f"{SHOWN}nothing_opens_before_the_answer_whatever_was_chosen[sqlite]",
    ),
)  # fmt: skip
