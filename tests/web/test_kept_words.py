"""What a form that is kept shows: words for every choice, and no code that the district knows a word for."""

from __future__ import annotations

import django

django.setup()

from bihuan.core.programme import Field, FieldType  # noqa: E402
from bihuan.core.text import Text  # noqa: E402
from bihuan.definitions.load import load_pack  # noqa: E402
from bihuan.definitions.pack import Pack  # noqa: E402
from bihuan.web.show.kept import Vocabulary, in_words  # noqa: E402
from tests.web.conftest import PACK  # noqa: E402


def test_every_choice_of_every_step_is_said_in_words_and_in_both_languages() -> None:
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    for editions in pack.programmes.values():
        programme = editions[-1]
        for step in programme.steps.values():
            known = Vocabulary(
                fields=programme.fields, dictionaries=pack.dictionaries, units=pack.units, areas=pack.areas, step=step
            )
            for one in (programme.fields[taking.field] for taking in step.takes):
                for code in codes_of(one, pack):
                    for language in ("zh", "en"):
                        [(title, said)] = in_words([(one.id, code)], known, language)
                        assert title == one.title.in_(language) and said and said != code, (programme.id, one.id, code)
            unit = next(iter(pack.units))
            unseen = [("request", "3e" * 16), ("seen", "7"), ("act", "open"), ("token", "3e" * 16), ("go-to", "send")]
            sent = [("arg-unit", unit), ("arg-assist", unit), ("outcome", next(iter(step.moves))), *unseen]
            told = [said for _, said in in_words(sent, known, "zh")]
            assert told[:2] == [pack.units[unit].title.zh] * 2 and len(told) <= 3 and unit not in told


def codes_of(one: Field, pack: Pack) -> list[str]:
    match one.type:
        case FieldType.CHOICE:
            return list(pack.dictionaries[one.dictionary or ""].entries)
        case FieldType.UNIT:
            return list(pack.units)
        case FieldType.AREA:
            return list(pack.areas)
        case FieldType.YES_NO:
            return ["yes", "no"]
    return []


def test_a_code_without_a_word_is_left_out_and_what_was_typed_is_not() -> None:
    field = Field(id="kind", title=Text("类别", "Kind"), type=FieldType.CHOICE, dictionary="gone")
    words = Field(id="said", title=Text("情况", "What"), type=FieldType.WORDS)
    known = Vocabulary(fields={"kind": field, "said": words}, dictionaries={}, units={}, areas={})
    sent = [("kind", "x-1"), ("said", "x-1"), ("v-said", " 门口 "), ("unit", "x-1"), ("zh", "新站"), ("other", "x-1")]
    assert in_words(sent, known, "zh") == [("情况", "x-1"), ("情况", "门口"), ("中文名称", "新站")]
