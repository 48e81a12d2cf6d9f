"""For each finding, the one change to the base pack that brings it about: a table of data.

An edit replaces a text that occurs exactly once in its file; one without `old` adds to its file, or makes it.
May live here: the table and how an edit is made. The test is in test_findings.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bihuan.definitions import Texts, read_folder
from tests.definitions.figure_texts import FIGURES, SECOND, TEXTS

PACKS = Path(__file__).parent / "packs"
HOLES = "programmes/holes.toml"
ROADS = "registers/roads.toml"


def texts_of(name: str) -> dict[str, str]:
    """The files of a pack of these tests."""
    texts = read_folder(PACKS / name)
    assert isinstance(texts, dict)
    return texts


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to one file."""

    old: str
    new: str
    path: str = HOLES

    def on(self, texts: Texts) -> dict[str, str]:
        """The files with the change made."""
        if not self.old:
            return {**texts, self.path: texts.get(self.path, "") + self.new}
        assert texts[self.path].count(self.old) == 1, f"{self.old!r} occurs {texts[self.path].count(self.old)} times"
        return {**texts, self.path: texts[self.path].replace(self.old, self.new)}


def changed(*edits: Edit) -> dict[str, str]:
    """The base pack with some changes made."""
    texts: Mapping[str, str] = texts_of("base")
    for edit in edits:
        texts = edit.on(texts)
    return dict(texts)


def _new(text: str, path: str = HOLES) -> Edit:
    return Edit("", "\n" + text, path)


_STAGE = '[stage.lost]\ntitle = { zh = "迷路", en = "Lost" }\noutward = "open"\n'
_ROLE = '[role.second]\ntitle = { zh = "第二人", en = "Second" }\nparty = "%s"\nscope = "district"\nduty = "%s"\n'
_LOST = '[[step]]\nid = "%s"\nverb = "progress"\ntitle = { zh = "走", en = "Go" }\nby = ["desk"]\nfrom = ["%s"]\n'
_FIELD = '[field.more]\ntitle = { zh = "更多", en = "More" }\n'
_SEES = '\n[right.keeper]\ntitle = { zh = "管", en = "Keeps" }\nduty = "worker"\nsees = ["more"]'
_SERIES = '\n[series]\nby = ["mended"]\nat = "mended"\nvalue = "more"\n'
_MONEY = '[field.more]\ntitle = { zh = "更多", en = "More" }\ntype = "money"\n%s\n'
_FUNNEL = (
    '[state.open]\ntitle = { zh = "通", en = "Open" }\n'
    '[funnel]\nmeaning = { zh = "都算", en = "All" }\nplaced = "open"\nbasis = "本包读法：例"\n%s\n'
    '[[funnel.stage]]\nid = "open"\ntitle = { zh = "通", en = "Open" }\nmeaning = { zh = "通了", en = "Is open" }\n'
    'states = ["open"]\n%s'
)
_FUNNEL_PAGE = Edit('en = "Roads" }', 'en = "Roads" }\npages = ["list", "funnel"]', ROADS)
_SHARE = '\n[[funnel.share]]\nid = "all"\ntitle = { zh = "率", en = "Rate" }\nmeaning = { zh = "率", en = "Rate" }\namong = "%s"\nbasis = "本包读法：例"\n'
_GRAPH = '[graph]\ngroup = "more"\nafter = ["more"]\n%s'
_GRAPH_PAGE = Edit('en = "Roads" }', 'en = "Roads" }\npages = ["list", "graph"]', ROADS)
_RING = '[[acyclic]]\nalong = ["more"]\nbasis = "本包读法：例"\n'
_CASE_FUNNEL = '[funnel]\nmeaning = { zh = "走到哪里", en = "How far" }\nbasis = "本包读法：例"\n' + "".join(
    f'[[funnel.stage]]\nid = "{one}"\ntitle = {{ zh = "级{one}", en = "{one}" }}\nmeaning = {{ zh = "例", en = "E" }}\nstages = ["raised"]\n'
    for one in ("in", "out")
)
_ENTRY = _FIELD + 'type = "entry"\nregister = "%s"\n'
_POLICIES = (
    Edit('boundaries = ', 'policies = "registers/policies.toml"\nboundaries = ', "district.toml"),
    _new('[policy.law]\ntitle = { zh = "法", en = "Law" }\nissuer = { zh = "会", en = "House" }\nissued = 2000-01-01\nuntil = 2030-01-01\n[[english]]\nzh = "例"\nen = "an example"\n', "registers/policies.toml"),
)
_CLOCK = '[clock.more]\ntitle = { zh = "更多", en = "More" }\nowner = "centre"\n'
_LIMIT = '[[clock.more.limit]]\nid = "all"\nbudget = "1 work_day"\nsince = 2021-01-01\nbasis = "本包读法：例"\n'
_OPENS = 'starts = ["promise", "planned"]'

_BACK = (
    '[[step]]\nid = "back"\nverb = "correct"\ntitle = { zh = "收回", en = "Take back" }\nby = ["%s"]\n'
    'from = ["given"]\nundoes = ["%s"]\nbasis = "本包读法：例"\n%s'
)
_MINUTE = 'undo_within = "1 urgent_minute"\n'

_LOG = '[log]\ninterval = %d\nleast = %d\nwithin = %d\nsmallest = 5\nbasis = "本包读法：例"\n'

NOTICE = "claims/notice.toml"

def figures(showing: str = "public", owner: str = "owner", more: str = "") -> tuple[Edit, Edit]:
    """A register of published figures, and the register of the texts that they stand in."""
    made = FIGURES % (showing, owner, owner, more)
    return _new(made, "registers/figures.toml"), _new(TEXTS, "registers/texts.toml")


WITHOUT: Mapping[str, str] = {"P113": "registers/posts.toml"}
"""Findings brought about by a file that is missing."""

# ruff: noqa: E501 -- one row per finding.

CASES: Mapping[str, tuple[Edit, ...]] = {
    "P101": (Edit('code = "X01"', 'code = "X01'),),
    "P102": (Edit('code = "X01"', 'code = "X01"\ncolour = "red"'),),
    "P103": (Edit('code = "X01"\n', ""),),
    "P104": (Edit("supervision_levels = 2", 'supervision_levels = "2"'),),
    "P105": (Edit('title = { zh = "补坑", en = "Mending holes" }', 'title = { zh = "补坑" }'),),
    "P106": (Edit('{ zh = "补坑", en = "Mending holes" }', '{ zh = "Holes", en = "Holes" }'),),
    "P107": (Edit('party = "raiser"', 'party = "riser"'),),
    "P108": (Edit('budget = "3 work_day"', 'budget = "3 workday"'),),
    "P109": (Edit("[list.ours]", "[list.our-s]"), Edit("kind in ours", "kind == 'pothole'")),
    "P110": (_new('[field.photos]\ntitle = { zh = "照片", en = "Photos" }\ntype = "number"'),),
    "P111": (Edit('edition = "1"\nsince = 2021-01-01\nbasis = "本包读法：例"\nstart', 'edition = "1"\nsince = 2021-01-01\nuntil = 2020-12-31\nbasis = "本包读法：例"\nstart'),),
    "P112": (_new("a = 1", "notes.toml"),),
    "P113": (),
    "P114": (Edit('id = "urge"', 'id = "check"'),),
    "P116": (Edit('zone = "Asia/Shanghai"', 'zone = "Asia/Ganzhou"', "district.toml"),),
    "P117": (Edit("work = [2021-10-09]", "work = [2021-10-11]", "calendars/cn.toml"),),
    "P118": (_new(_LOG % (15, 0, 24), "district.toml"),),
    "P119": (_new(_LOG % (90, 8, 5), "district.toml"),),
    "P120": (Edit('unit = "bag"\nbasis = "本包读法：例"', 'unit = "bag"'),),
    "P121": (Edit('unit = "office"\nassist = ["station"]\nsince = 2021-01-01\n', 'unit = "office"\nassist = ["station"]\n'),),
    "P122": (Edit("114.1 25.1, 114.2", "116.1 25.1, 117.2", "registers/boundaries.toml"),),
    "P123": (_new("by_page = true\n\n[entry.lane]\ntitle = { zh = \"巷\", en = \"Lane\" }\n"
                  "definition = { zh = \"小路。\", en = \"A small road.\" }\nby_page = true", "dictionaries/kind.toml"),),
    "P201": (Edit('release = ["closed"]', 'release = ["closd"]'),),
    "P202": (Edit('by = ["inspector"]', 'by = ["inspectr"]'),),
    "P203": (Edit('takes = ["mark?"]', 'takes = ["marks?"]'),),
    "P204": (Edit('suspends = ["promise"]', 'suspends = ["promises"]'),),
    "P205": (Edit('reasons = "reason"', 'reasons = "reasons"'),),
    "P206": (Edit('items = ["pothole"]', 'items = ["pot_hole"]'),),
    "P207": (Edit('tells = ["received"]', 'tells = ["recieved"]'),),
    "P208": (Edit('title = { zh = "待裁定", en = "Disputed" }\noutward = "open"', 'title = { zh = "待裁定", en = "Disputed" }\noutward = "opened"'),),
    "P209": (Edit('unit = "office"', 'unit = "offices"'),),
    "P210": (Edit('areas = ["centre"]', 'areas = ["center"]', "registers/units.toml"),),
    "P211": (Edit('level = "street"', 'level = "streets"'),),
    "P212": (Edit('duty = "worker"', 'duty = "workers"'),),
    "P213": (Edit('calendar = "cn"', 'calendar = "cnn"', "district.toml"),),
    "P214": (Edit('lapse = "signed_late"', 'lapse = "signed_lat"'),),
    "P215": (Edit("[step.outcome.granted]", "[step.outcome.grantd]"),),
    "P216": (Edit('spawns = "holes"', 'spawns = "hole"'),),
    "P217": (Edit('register = "roads"\nkey', 'register = "road"\nkey'),),
    "P218": (Edit('field = "mended"', 'field = "mende"'),),
    "P219": (Edit('account = "material"', 'account = "materials"'),),
    "P220": (Edit('parent = "road"', 'parent = "roads"', "dictionaries/kind.toml"),),
    "P221": (Edit('to = "raiser"', 'to = "raisers"'),),
    "P222": (Edit("已登记，编号{number}。", "已登记，编号{numbr}。"),),
    "P223": (Edit('en = "Roads" }', 'en = "Roads" }\ncolumns = ["mende"]', ROADS),),
    "P224": (_new('[state.open]\ntitle = { zh = "通", en = "Open" }\nnext = ["shut"]', ROADS),),
    "P225": (_new(_FUNNEL % ("", _SHARE % "opn" + 'reached = "open"'), ROADS), _FUNNEL_PAGE),
    "P226": (*_POLICIES, Edit('unit = "bag"\nbasis = "本包读法：例"', 'unit = "bag"\nbasis = { policy = "law-2" }')),
    "P230": (Edit("kind in ours", "kind in (ours"),),
    "P231": (Edit("kind in ours", "kinds in ours"),),
    "P232": (Edit("kind in ours", "1 + 1"), Edit("numerator = \"solved == 'yes'\"", "numerator = \"kind in ['pothole'] and solved == 'yes'\""), Edit("when = \"kind == 'pothole'\"\nunit", 'when = "kind in ours"\nunit')),
    "P233": (Edit("kind in ours", "kind in ours or kind == 'hole'"),),
    "P234": (Edit("kind in ours", "kind in ours and words is known"),),
    "P301": (_new(_STAGE + _LOST % ("wander", "lost") + 'to = "closed"'),),
    "P302": (_new(_STAGE + _LOST % ("wander", "given") + 'to = "lost"'),),
    "P303": (Edit(_OPENS, 'starts = ["planned"]'), Edit('from = ["raised"]\nto = "given"\nstarts = ["signing",', 'from = ["raised"]\nto = "given"\nstarts = ["promise", "signing",')),
    "P304": (_new(_LOST % ("late", "closed")),),
    "P305": (Edit('id = "raise"\nverb = "raise"', 'id = "raise"\nverb = "supplement"\nfrom = ["raised"]'),),
    "P306": (Edit('by = ["chief"]\nfrom = ["done"]', 'by = ["chief"]'),),
    "P307": (Edit('by = ["reporter", "desk"]', 'by = ["reporter", "desk"]\nfrom = ["raised"]'),),
    "P308": (_new(_STAGE + _STAGE.replace("lost", "gone") + _LOST % ("wander", "given") + 'to = "lost"\n' + _LOST % ("on", "lost") + 'to = "gone"\n' + _LOST % ("back", "gone") + 'to = "lost"\n'),),
    "P309": (Edit('verb = "arbitrate"', 'verb = "progress"'),),
    "P310": (Edit('by = ["inspector"]', 'by = ["inspector", "worker"]'),),
    "P311": (Edit('scope = "district"\nduty = "inspector"', 'scope = "district"\nduty = "worker"'),),
    "P312": (_new(_ROLE % ("centre", "desk")), Edit('by = ["worker"]\nfrom = ["given"]\nreasons', 'by = ["worker", "second"]\nfrom = ["given"]\nreasons'), Edit('by = ["chief"]\nfrom = ["given"]', 'by = ["second"]\nfrom = ["given"]')),
    "P313": (Edit('by = ["inspector"]\n', ""),),
    "P314": (Edit('verb = "lapse"', 'verb = "lapse"\nby = ["desk"]'),),
    "P315": (Edit('by = ["chief"]\nfrom = "open"\nrequest = "extension"', 'by = ["chief"]\nfrom = "open"\nrequest = "suspension"'),),
    "P316": (_new('[[step]]\nid = "pardon"\nverb = "decide"\ntitle = { zh = "免责", en = "Pardon" }\nby = ["chief"]\nfrom = ["given"]\nrequest = "exemption"'),),
    "P317": (_new('[[step]]\nid = "pardon"\nverb = "decide"\ntitle = { zh = "免责", en = "Pardon" }\nby = ["chief"]\nfrom = ["given"]'),),
    "P318": (Edit('task = "lead"\nstops = ["signing"]', 'stops = ["signing"]'),),
    "P319": (Edit('scope = "district"\nduty = "desk"', 'scope = "district"'),),
    "P320": (Edit('lapse = "signed_late"\n[[clock.signing.limit]]\nid = "all"\n', 'lapse = "signed_late"\n[[clock.signing.limit]]\nid = "all"\nwhen = "kind in ours"\n'),),
    "P321": (_new(_CLOCK + _LIMIT),),
    "P322": (_new(_CLOCK + _LIMIT), Edit(_OPENS, 'starts = ["promise", "planned", "more"]')),
    "P323": (Edit('budget = "9 work_day"\n', ""),),
    "P324": (_new(_CLOCK + 'window = true\nlapse = "urge"\n' + _LIMIT), Edit(_OPENS, 'starts = ["promise", "planned", "more"]')),
    "P325": (Edit('lapse = "signed_late"\n', ""),),
    "P326": (Edit('within = "returning"', 'within = "signing"'),),
    "P327": (Edit('most = "2 work_day"', 'most = "2 urgent_hour"'),),
    "P328": (Edit('most = "2 work_day"\n', ""),),
    "P329": (Edit('continues = ["promise"]', 'continues = ["promise", "planned"]'),),
    "P330": (Edit("level = 2\n", "level = 3\n"),),
    "P331": (Edit('at = "promised"\n', ""),),
    "P332": (Edit('at = "promised"', 'at = "bags"'),),
    "P333": (_new(_CLOCK + 'window = true\nlapse = "over"\n' + _LIMIT + '[[step]]\nid = "over"\nverb = "lapse"\ntitle = { zh = "期满", en = "Over" }\nfrom = ["given"]'), Edit(_OPENS, 'starts = ["promise", "planned", "more"]')),
    "P334": (Edit('by = ["inspector"]', 'by = ["inspector"]\ndeems = "check.yes"'),),
    "P390": (Edit('party = "supervisor"', 'party = "supervisor"\nidentifies = ["words"]'), Edit("supervision_levels = 2", 'supervision_levels = 2\npurposes = "reason"')),
    "P391": (Edit('type = "words"', 'type = "words"\nidentity = true'), Edit('party = "supervisor"', 'party = "supervisor"\nidentifies = ["words"]')),
    "P392": (Edit('duty = "desk"\nseat = "station"\nstand_in = "chief"', 'duty = "desk"'),),
    "P393": (Edit('duty = "desk"\nseat = "station"', 'duty = "desk"\nseat = "office"'),),
    "P394": (Edit('takes = ["bags"]', 'takes = ["bags", "accused?"]'),),
    "P399": (_new('[recusal]\nto = "given"'),),
    "P336": (Edit('most = "2 work_day"', 'most = "2 work_day"\nstarts = ["planned"]'), Edit('reasons = "reason"', 'reasons = "reason"\nstarts = ["planned"]')),
    "P337": (Edit('at = "promised"', 'at = "promised"\nevery = "1 month"'),),
    "P338": (Edit('tasks = ["lead"]\nlapse = "signed_late"', 'tasks = ["lead"]\nevery = "1 work_minute"\nlapse = "signed_late"'),),
    "P339": (Edit('[clock.promise]', '[clock.promise]\nin_time = true'),),
    "P340": (Edit('since = 2021-01-01\nbasis = "本包读法：例"\nstart', 'since = 2021-01-01\nuntil = 2022-01-01\nbasis = "本包读法：例"\nstart'),),
    "P341": (_new(_FIELD + 'type = "number"'),),
    "P342": (Edit('takes = ["mark?"]', 'takes = ["mark?"]\ntells = ["received"]'),),
    "P343": (Edit('type = "entry"\nregister = "roads"', 'type = "entry"'),),
    "P344": (Edit('window = "raised_on"', 'window = "stage"'),),
    "P345": (Edit('level = "street"\nsince', "since"),),
    "P346": (Edit('takes = ["mark?"]', 'takes = ["mark?"]\nseals = "mark"'),),
    "P349": (Edit('takes = ["mark?"]', 'takes = ["mark?"]\nseals = "mark"'), Edit('verb = "publish"', 'verb = "unseal"')),
    "P347": (
        Edit('items = ["pothole"]\n', 'items = ["pothole"]\nlevel = "street"\n'),
        _new('[list.more]\ntitle = { zh = "更多", en = "More" }\ndictionary = "kind"\nitems = ["pothole"]\n'
             'level = "street"\nbasis = "本包读法：例"'),
        Edit("kind in ours", "kind in ours and kind in more"),
    ),
    "P348": (Edit('verb = "sign"', 'verb = "contact"'), Edit('deems = "sign.done"', 'tells = ["received"]')),
    "P371": (Edit('by = ["inspector"]', 'by = ["inspector"]\nkeeps = true'),),
    "P372": (Edit('supervision_levels = ', 'pages = ["roster"]\nsupervision_levels = '),),
    "P350": (_new('[key]\ntitle = { zh = "编号", en = "Code" }\ncheck = "own"', ROADS),),
    "P351": (_new(_FIELD + 'type = "money"', ROADS),),
    "P420": (_new(_FIELD + 'type = "title"\nenglish_field = "more"', ROADS),),
    "P352": (_new('[right.keeper]\ntitle = { zh = "管", en = "Keeps" }\nduty = "worker"\nscope = "unit"', ROADS),),
    "P353": (_new(_FIELD + 'type = "words"', ROADS),),
    "P354": (_new(_FIELD + 'type = "number"\nmasked = true' + _SEES + _SERIES, ROADS),),
    "P355": (_new(_FIELD + 'type = "number"' + _SERIES + "rank = true", ROADS),),
    "P356": (_new(_FUNNEL % ("", ""), ROADS),),
    "P357": (_new(_MONEY % 'currency = "CNY"' + _FUNNEL % ("", 'amount = "more"'), ROADS), _FUNNEL_PAGE),
    "P358": (_new(_MONEY % 'currency = "CNY"' + _FUNNEL % ('currency = "CNY"', '[funnel.tiers]\namong = "open"\namount = "more"\nleast = [5, 1]\nbasis = "本包读法：例"'), ROADS), _FUNNEL_PAGE),
    "P373": (_new(_FUNNEL % ("", _SHARE % "open"), ROADS), _FUNNEL_PAGE),
    "P395": (_new(_FUNNEL % ('left = ["open"]', ""), ROADS), _FUNNEL_PAGE),
    "P396": (_new(_FUNNEL % ('why = "mended"', ""), ROADS), _FUNNEL_PAGE),
    "P397": (_new('[about]\nregister = "roads"\nby = "words"\n'),),
    "P398": (_new('[each]\nprogramme = "holes"\nstages = ["raised"]\nregister = "roads"\nstep = "raise"\nentry = "words"\ncause = "words"\nbasis = "本包读法：例"\n'),),
    "P374": (_new(_ENTRY % "areas" + _GRAPH % "", ROADS), _GRAPH_PAGE),
    "P359": (_new(_ENTRY % "roads" + "masked = true\n" + _SEES + "\n" + _RING, ROADS),),
    "P387": (_new(_ENTRY % "roads" + "required = true\n" + _RING, ROADS),),
    "P375": (Edit("supervision_levels = ", 'pages = ["graph"]\nsupervision_levels = '),),
    "P385": (Edit("supervision_levels = ", 'pages = ["funnel"]\nsupervision_levels = '), _new(_CASE_FUNNEL)),
    "P376": (*_POLICIES, Edit('unit = "bag"\nbasis = "本包读法：例"', 'unit = "bag"\nbasis = { policy = "law", at = { zh = "第一条", en = "art. 1" } }')),
    "P377": (*_POLICIES, Edit('unit = "bag"\nbasis = "本包读法：例"', 'unit = "bag"\nbasis = "本包读法：没有英文的话"')),
    "P378": (Edit('unit = "bag"\nbasis = "本包读法：例"', 'unit = "bag"\nbasis = "一向如此"'),),
    "P379": (Edit('unit = "bag"\nbasis = "本包读法：例"', 'unit = "bag"\nbasis = "本包读法"'),),
    "P388": (Edit('unit = "bag"\nbasis = "本包读法：例"', 'unit = "bag"\nbasis = "{notice}第4行"'),),
    "P389": (_POLICIES[0], _new('[policy.law]\ntitle = { zh = "法", en = "Law" }\n[[english]]\nzh = "例"\nen = "an example"\n', "registers/policies.toml")),
    "P360": (_new(_BACK % ("worker", "sign", 'undo_within = "1 work_day"\n')),),
    "P361": (_new(_BACK % ("worker", "finish", _MINUTE)),),
    "P362": (_new(_BACK % ("chief", "sign", _MINUTE)),),
    "P381": (_new(_FIELD + 'type = "number"\nfilters = true'), Edit('takes = ["words", ', 'takes = ["more?", "words", ')),
    "P380": (_new(_FIELD + 'type = "words"\ncontact = "sms"'), Edit('takes = ["words", ', 'takes = ["more?", "words", ')),
    "P384": (Edit('to = "raiser"', 'to = "raiser"\nregister = "roads"'),),
    "P386": (Edit('to = "raiser"', 'to = "lead_unit"'),),
    "P383": (Edit('spawns = "holes"', 'spawns = "holes"\npasses = ["words"]'),),
    "P382": (_new(_FIELD + 'type = "words"\nneeds = "mark"'), Edit('takes = ["words", ', 'takes = ["more?", "words", ')),
    "P363": (
        _new(_FIELD + 'type = "yes_no"'), Edit('takes = ["bags"]', 'takes = ["bags", "more?"]\nshown_by = "more"'),
    ),
    "P364": (Edit('takes = ["bags"]', 'takes = ["bags"]\nshows = true'),),
    "P401": (Edit('value = "3"', 'value = "3"\nverdict = "consistent"', NOTICE),),
    "P402": (Edit('value = "3"', 'value = "three"', NOTICE),),
    "P403": (Edit('at = ["3:1"]', 'at = ["4:1"]', NOTICE),),
    "P404": (Edit('at = ["2:9"]', 'at = ["2:4"]', NOTICE),),
    "P405": (Edit('narrative = {', 'value = "1"\nnarrative = {', NOTICE),),
    "P406": (Edit('narrative = { zh = "是日期", en = "A date" }', "", NOTICE),),
    "P407": (Edit("[operand.most]", "[operand.mended]", NOTICE), Edit("found <= most and ", "", NOTICE)),
    "P408": (Edit('value = "8"', "", NOTICE), Edit("found <= most and here <= found", "here <= most", NOTICE), Edit("mended <= found", "mended <= most", NOTICE)),
    "P409": (Edit('"mended + left"', '"mended + left + found - found"', NOTICE),),
    "P410": (Edit('"mended + left"', '"median([mended, left])"', NOTICE),),
    "P411": (Edit('value = "9"', 'value = "9"\nprogramme = "holes"', NOTICE),),
    "P412": (Edit('indicator = "solved"', 'indicator = "solvd"', NOTICE),),
    "P227": (Edit('value = "5"', 'value = "5"\nwithin = "fond"', NOTICE),),
    "P414": (Edit('value = "5"', 'value = "5"\nwithin = "left"', NOTICE),),
    "P415": (Edit('unit = { zh = "个", en = "holes" }', 'unit = { zh = "元", en = "yuan" }', NOTICE),),
    "P416": (Edit('value = "5"', 'value = "5"\nwithin = "mended"', NOTICE),),
    "P417": figures("staff"),
    "P418": figures(more='rounding = "owner"'),
    "P419": (*figures(), _new(SECOND, "claims/second.toml")),
    "P413": (Edit('value = "9"', 'register = "roads"', NOTICE),),
}  # fmt: skip
