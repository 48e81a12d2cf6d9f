"""Names that administrators give: what nobody sees in them is refused, by its place."""

from __future__ import annotations

import pytest

from bihuan.app.administration.accounts import unfit
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\0", "\n", "\ufeff"])
def test_a_name_holds_nothing_that_nobody_sees(sign: str) -> None:
    """U+202E turns what follows round: the name of one reads as that of another."""
    for title in (Text(f"张{sign}三", "Zhang San"), Text("张三", f"Zhang{sign}San")):
        refusal = unfit("zhang.san", title)
        assert isinstance(refusal, Refusal) and refusal.code == "control-character"
        assert f"U+{ord(sign):04X}" in refusal.message("zh") and sign not in refusal.message("en")


@pytest.mark.parametrize("zh", ["张\u3000三", "买买提·吐尔逊", "欧阳 一", "𠮷田"])
def test_names_of_people_are_names(zh: str) -> None:
    assert unfit("one", Text(zh, "One")) is None
