"""What can be wrong with a file, a mapping or a row: values with words in zh and en. No reading happens here.

`PROBLEMS` is the whole list: a code is one fault, its message says what is wrong, its hint the way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from bihuan.app.imports.file_words import FILE_WORDS
from bihuan.app.imports.row_words import ROW_WORDS
from bihuan.core.text import Language, Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `place` is a column heading, a line of the mapping or a file; `detail` fills the words."""

    code: str
    place: str
    detail: Mapping[str, object] = field(default_factory=dict)

    def message(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        return PROBLEMS[self.code][0].in_(language, {"place": self.place, **self.detail})

    def hint(self, language: Language) -> str:
        """The way out, in one sentence."""
        near = self.detail.get("near") or NONE_NEAR
        closest = Text("", "") if near == NONE_NEAR else Text(f"最接近的是“{near}”。", f"The nearest is “{near}”. ")
        return PROBLEMS[self.code][1].in_(
            language, {"place": self.place, "closest": closest.in_(language), **self.detail}
        )


NONE_NEAR = "–"
"""What stands in the details where no known name is like the one given; the sentence about it is left out then."""


def nearest(word: str, known: list[str]) -> str:
    """The known name most like `word`, or a dash; used by hints only, never to guess what was meant."""
    found = get_close_matches(word, known, n=1, cutoff=0.4)
    if not found:
        found = [name for name in known if word and name and (word in name or name in word)]
    return found[0] if found else NONE_NEAR


# Every code with its message and its hint.
PROBLEMS: Mapping[str, tuple[Text, Text]] = {
    code: (Text(zh, en), Text(hint_zh, hint_en))
    for code, (zh, en, hint_zh, hint_en) in {**FILE_WORDS, **ROW_WORDS}.items()
}
