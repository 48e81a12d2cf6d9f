"""The real gateways over real HTTPS on the loopback: what arrives at WeCom, DingTalk and a house of text messages, and
what becomes of a message that they do not take."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.notices import managing, reading
from bihuan.app.notices.gateways import BadGateways, GatewayFault, Gateways, read_gateways
from bihuan.app.notices.reading import counts
from bihuan.app.notices.sending import tell
from bihuan.core.notices import Channel, Delivery
from bihuan.core.text import Language
from bihuan.store import receipts
from bihuan.web.show.notices import lines
from tests.app.https_hosts import REFUSED, SILENT, Answer, Hosts, hosts
from tests.app.test_notices import SECRET, dispatched, raised

WECOM, DINGTALK, HOUSE, VONAGE = "qyapi.weixin.qq.com", "oapi.dingtalk.com", "sms.example.org", "rest.nexmo.com"
KEYS = {"WECOM": "wecomsecretkey", "DING_TOKEN": "dingsecrettoken", "DING_SECRET": "SECdingsign", "SMS_KEY": "houseky"}
FILE = """
[sms]
url = "jsons://bihuan:${SMS_KEY}@sms.example.org/send?:message=content&:phone={address}&:serial={id}&:version=&:title=&:attachments=&:type=&rto=30"
taken = "code=0"
[robot.municipal]
url = "wecombot://${WECOM}?rto=30"
"""
DING = """
[robot.municipal]
url = "dingtalk://${DING_SECRET}@${DING_TOKEN}?rto=30"
language = "en"
"""
SMS = {"content", "phone", "serial"}
ONE_ENGINE = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
"""That the store is the same on both is seen by test_notices."""
TAKEN: Answer = (200, {"errcode": 0, "errmsg": "ok", "code": 0})


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    with hosts(tmp_path_factory.mktemp("hosts"), [WECOM, DINGTALK, HOUSE, VONAGE]) as there:
        yield there


@pytest.fixture
def far(certified: Hosts, monkeypatch: pytest.MonkeyPatch) -> Hosts:
    for name, value in certified.environment().items():
        monkeypatch.setenv(name, value)
    certified.answer = TAKEN
    certified.arrived.clear()
    return certified


@pytest.fixture
def gateways(tmp_path: Path) -> Gateways:
    return read_gateways(FILE, KEYS, tmp_path)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


@ONE_ENGINE
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_arrives_is_the_notice_and_nothing_of_who_reported(
    installation: Installation, district: District, far: Hosts, tmp_path: Path, language: Language
) -> None:
    """A unit's robot in its language, the reporter in theirs; once each, however often it is looked."""
    text, robot, key = (FILE, WECOM, "key=wecomsecretkey") if language == "zh" else (
        FILE.partition("[robot")[0] + DING, DINGTALK, "access_token=dingsecrettoken&timestamp=")  # fmt: skip
    gateways = read_gateways(text, KEYS, tmp_path)
    assert not any(secret in repr(gateways) for secret in KEYS.values())
    case = dispatched(district)
    session = district.door.database.connect()
    with session.transaction():
        receipts.put(session, district.id, "hashed", case.case, receipts.Kind.RAISER, installation.clock(), language)
    session.close()
    for _ in range(3):
        tell(district, gateways, installation.clock())
    [asked] = [one for one in far.arrived if one.host == robot]
    assert key in asked.path and ("sign=" in asked.path) == (robot == DINGTALK)
    said = asked.body["text"]["content"]
    assert (
        asked.body["msgtype"] == "text"
        and case.number in said
        and bool(re.search("[一-鿿]", said)) == (language == "zh")
    )
    assert not any(word in str(asked.body) for word in (SECRET, "王某", "路灯不亮"))
    texts = [one.body for one in far.arrived if one.host == HOUSE]
    assert texts and {one["phone"] for one in texts} == {SECRET} and all(set(one) == SMS for one in texts)
    assert all(case.number in one["content"] and "王某" not in one["content"] for one in texts)
    chinese = {bool(re.search("[一-鿿]", one["content"])) for one in texts}
    assert chinese == {language == "zh"}, [one["content"] for one in texts]
    assert len({one["serial"] for one in texts}) == len(texts), "a number of its own for each"
    open_ = {(channel, state) for channel, state in counts(district) if state is not Delivery.SENT}
    assert {channel for channel, _ in open_} <= {Channel.INAPP}


FAULTS: list[tuple[Answer, str]] = [
    ((500, "broken"), "500"),
    ((429, {"errcode": 0, "code": 0}), "429"),
    ((200, {"errcode": 93000, "errmsg": "invalid webhook wecomsecretkey", "code": 9}), "200 errcode=93000"),
    ((200, {"errcode": "wecomsecretkey"}), "200 errcode=?"),
    ((200, "<html>please sign in</html>"), "200 errcode?"),
    (REFUSED, "no answer"),
    (SILENT, "no answer"),
]


@pytest.mark.parametrize(("answer", "said"), FAULTS, ids=[said.replace(" ", "-") for _, said in FAULTS[:-1]] + ["mute"])
@pytest.mark.parametrize(
    "url", ["wecombot://k?rto=30", "dingtalk://k?rto=30", f"https://{WECOM}/cgi-bin/webhook/send?key=k&rto=30"]
)
def test_only_what_says_that_it_took_the_message_took_it(
    far: Hosts, tmp_path: Path, caplog: pytest.LogCaptureFixture, answer: Answer, said: str, url: str
) -> None:
    far.answer = answer
    waiting = url.replace("rto=30", "rto=0.3") if answer == SILENT else url
    robot = read_gateways(f'[robot.x]\nurl = "{waiting}"', {}, tmp_path).robots["x"]
    with pytest.raises(GatewayFault) as fault, caplog.at_level(logging.DEBUG):
        robot.send("id", "x", "head", "words")
    assert str(fault.value) == said and not [one for one in caplog.records if one.name.startswith("apprise")]
    far.answer = TAKEN
    read_gateways(f'[robot.x]\nurl = "{url}"', {}, tmp_path).robots["x"].send("id", "x", "head", "words")


def test_a_service_for_text_messages_that_says_no_in_an_answer_of_200(far: Hosts, tmp_path: Path) -> None:
    url = "vonage://key:secret@13900000001/{address}"
    sms = read_gateways(f'[sms]\nurl = "{url}"', {}, tmp_path).by_channel[Channel.SMS]
    far.answer = (200, {"message-count": "1", "messages": [{"status": "9", "error-text": "quota"}]})
    with pytest.raises(GatewayFault, match=r"^200 messages.0.status=9$"):
        sms.send("id", "8613900000000", "", "办结了")
    far.answer = (200, {"message-count": "1", "messages": [{"status": "0"}]})
    sms.send("id", "8613900000000", "", "办结了")
    assert len(far.arrived) == 2 and all("13900000000" in one.body for one in far.arrived)


@ONE_ENGINE
@pytest.mark.parametrize("down", [REFUSED, (200, {"errcode": 45009, "code": 8})], ids=["refused", "says-no"])
def test_down_for_an_hour_and_told_once(
    installation: Installation, district: District, far: Hosts, gateways: Gateways, down: Answer
) -> None:
    clock = installation.clock
    assert isinstance(clock, VirtualClock)
    raised(district)
    far.answer = down
    for _ in range(12):
        tell(district, gateways, clock())
        clock.move(timedelta(minutes=5))
    assert counts(district)[Channel.SMS, Delivery.WAITING] == 1 and (Channel.SMS, Delivery.SENT) not in counts(district)
    [line] = [one for one in lines(reading.lines(district, Delivery.WAITING), district, "zh") if one["tries"]]
    assert line["fault"] == ("没有应答" if down == REFUSED else "应答 200 code=8")
    far.answer = TAKEN
    far.arrived.clear()
    for _ in range(12):
        tell(district, gateways, clock())
        clock.move(timedelta(minutes=30))
    assert len(far.arrived) == 1 and counts(district)[Channel.SMS, Delivery.SENT] == 1


@ONE_ENGINE
def test_an_answer_that_never_came_is_asked_for_again_under_the_same_id_and_given_up_at_last(
    installation: Installation, district: District, far: Hosts, gateways: Gateways, tmp_path: Path
) -> None:
    """The house may have sent it: at least once is what can be promised, and the id lets it be once."""
    clock = installation.clock
    assert isinstance(clock, VirtualClock)
    raised(district)
    far.answer = SILENT
    tell(district, read_gateways(FILE.replace("rto=30", "rto=1"), KEYS, tmp_path), clock())
    far.answer = REFUSED
    for _ in range(30):
        clock.move(timedelta(hours=1))
        tell(district, gateways, clock())
    assert counts(district)[Channel.SMS, Delivery.DEAD] == 1
    [dead] = [one for one in lines(reading.lines(district, Delivery.DEAD), district, "en") if one["tries"]]
    assert dead["fault"] == "No answer" and dead["tries"] == 8
    assert managing.revive(district, dead["id"])
    far.answer = TAKEN
    tell(district, gateways, clock())
    first, again = far.arrived
    assert first == again and first.body["serial"] == dead["id"]
    assert counts(district)[Channel.SMS, Delivery.SENT] == 1


@pytest.mark.parametrize("text", ["[sms]\nurl='x'\ntaken='code'", "[robot.x]\nurl='x'\nlanguage='fr'"])
def test_what_an_answer_must_say_and_in_which_language_is_checked(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadGateways, match="channels: "):
        read_gateways(text, {}, tmp_path)
