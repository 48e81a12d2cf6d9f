"""S15 and S19 in real Chromium: from a leader's visit over four parties to the strike-off, and a look-back later."""

from __future__ import annotations

import pytest

from tests.web.at_work import Enters
from tests.web.signing import Client
from tests.web.systems.conftest import Running

pytestmark = pytest.mark.browser

REFUSED = {
    "zh-hans": ("您的岗位不能做“审定销号申请”", "需要以下角色之一"),
    "en": ("Your post may not do “Decide on the strike-off”", "It needs one of"),
}
"""What a unit is told that sends the leader's step all the same."""


def test_a_suggestion_until_the_look_back_thirty_days_later(running: Running, enters: Enters) -> None:
    office, leader, rover, team, asker = (enters(who) for who in ("livelihood", "leader", "rover", "team", "asker"))
    visit = office.enter(
        "research-visits",
        {"words": "看路灯", "area": "huangjinling", "theme": "practical_deeds", "seat": "L-1",
         "visit_on": f"{running.today}"},
    )  # fmt: skip
    leader.act(visit, "record", {"notes": "走访12户", "homes": "12"}, photo=True)
    suggested = {"words": "北门路灯不亮", "area": "huangjinling", "aspect": "roads", "source": "visit"}
    office.enter("practical-deeds", suggested, of=visit, by="suggestion")
    item = office.page.locator("#brought ~ ul .number").first.inner_text()
    office.act(item, "list_out", {"list": "rectification", "pace": "at_once", "arg-unit": "municipal"})
    assert rover.told(item), "the roving supervisors know at the same moment"

    assert item in team.see("/work/tasks")
    team.act(item, "sign")
    team.act(item, "finish", {"result": "换了灯", "done_as": "solved"}, photo=True)
    assert "Say why it can be struck off" in team.act(item, "apply"), "no strike-off on paper"
    team.act(item, "apply", {"reason": "灯已全亮"})
    team.see(f"/work/cases/{item}")
    assert team.page.locator("#do-agree, #do-verify, #do-publish").count() == 0, "a unit strikes nothing off itself"
    for language, said in REFUSED.items():
        client = Client(running.site, running.staff["team"])
        client.post("/display", {"language": language})
        status, body = client.post(f"/work/cases/{item}/steps/agree", {"outcome": "granted"})
        assert status == 403 and [words for words in said if words not in body] == [], body[:3000]

    assert item in leader.see("/work/checks"), "the leader finds it in the one list"
    leader.clean()
    leader.act(item, "agree", outcome="granted")
    assert item in rover.see("/work/checks")
    rover.act(item, "verify", outcome="yes", photo=True)
    rover.see("/screens/practical-deeds/board")
    rover.clean()
    office.act(item, "publish", {"answer": "路灯已修复", "list": "results"})
    assert item in asker.see("/work/checks")
    assert "Struck off" in asker.act(item, "ask_people", outcome="yes")
    assert item not in rover.see("/work/checks"), "nothing to look back at yet"

    running.pass_days(31)
    rover, team = enters("rover"), enters("team")
    assert item in rover.see("/work/checks"), "after thirty days the look-back is due, without anybody asking"
    assert "It came back" not in rover.act(item, "look_back", {"result": "又灭了两盏"}, outcome="no", photo=True)
    assert item in team.see("/work/tasks"), "what came back is put right again"
    found = team.see(f"/work/cases/{item}")
    assert "round 2" in found
