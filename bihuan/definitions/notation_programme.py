"""The notation of a programme file. Declarations only; the reference page is made from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bihuan.core.clocks import Direction, Ends
from bihuan.core.programme import PageKind, Scope, Visibility
from bihuan.core.text import Text
from bihuan.core.verbs import Moment, Party, RequestKind, TaskKind, Verb
from bihuan.definitions import leaves as l
from bihuan.definitions.notation import Chosen, Key, Many, Named, Phrases, Table
from bihuan.definitions.notation_about import ABOUT
from bihuan.definitions.notation_each import EACH
from bihuan.definitions.notation_pack import BASIS, EDITION, FIELD, NOTED_BASIS, SINCE, TITLE, UNTIL, name
from bihuan.definitions.notation_pictures import CASE_FUNNEL
from bihuan.definitions.notation_telling import TELLING

# ruff: noqa: E501 -- one row per key reads better than three.


def _names(zh: str, en: str, kind: str, example: str = "") -> Key:
    return Key(l.NAMES, Text(zh, en), example, default=(), refers=kind)


def _name(zh: str, en: str, kind: str, example: str = "", *, required: bool = False) -> Key:
    return Key(l.NAME, Text(zh, en), example, refers=kind, required=required)


def _if(zh: str, en: str, example: str) -> Key:
    return Key(l.FORMULA, Text(zh, en), example)


def _value(zh: str, en: str, example: str) -> Key:
    return Key(l.FORMULA, Text(zh, en), example, required=True)


HEAD = Table(
    Text("[programme]", "[programme]"),
    {
        "id": Key(l.NAME, Text("名称；同一机制的各版本相同。", "Its name; editions of one programme share it."), '"ten-minute-circle"', required=True),
        "code": Key(l.STRING, Text("代号。", "Short code."), '"S01"', required=True),
        "title": TITLE,
        "edition": EDITION,
        "since": SINCE,
        "until": UNTIL,
        "basis": BASIS,
        "visibility": Key(l.one_of(Visibility), Text("公开日志显示什么：public 显示类别和时限，opaque 只显示存在。", "What the public log shows: public, or opaque for existence only."), '"public"', default=Visibility.PUBLIC),
        "start": _name("提出后所在的环节。", "The stage of a case just raised.", "stage", '"registered"', required=True),
        "place_field": _name("区域字段：属地派单和权限用它。", "The area field, for routing and access.", "field", '"area"'),
        "category_field": _name("分类字段。", "The category field.", "field", '"category"'),
        "accused_field": _name("被反映单位的字段；该单位回避。", "The field naming the unit a case is about; it stands aside.", "field", '"accused_unit"'),
        "purposes": _name("查看身份的正当目的，取自这部字典。", "The dictionary of purposes for opening an identity.", "dictionary", '"purpose"'),
        "replies": _name("答复模板，取自这部字典；{number} 编号、{title} 事项类别、{unit} 承办单位、{due} 期限；括号里没有这些的，是留给人填的空，没改不能发出。", "The dictionary of reply templates; {number}, {title} its kind, {unit}, {due}. Brackets that hold none of these are blanks to be written: an answer that still holds one is not sent.", "dictionary", '"reply"'),
        "contact_field": _name("是否留了联系方式的字段（是/否）；提出时由系统得出。", "The yes-or-no field that says whether a contact was left; filled in as a case is raised.", "field", '"contact_left"'),
        "supervision_levels": Key(l.NUMBER, Text("督办有几级。", "How many levels of supervision."), "3", default=0),
        "pages": Key(l.some_of(PageKind), Text("有哪几种页面；board 大屏、roster 值守、map 带地图的大屏、funnel 漏斗（要有 [funnel]）。", "Its kinds of page; board and roster are screens of their own, map puts a map on the board, funnel needs [funnel]."), '["list", "record", "board"]', default=frozenset({PageKind.LIST, PageKind.RECORD})),
        "watches": _names("大屏上没有事项时，说哪些机制：进行中的事项；有值守页面的，说谁在岗、下一班是谁。", "Of which programmes its board tells while nothing stands on it: their open cases; of those with a roster, whose turn it is and comes.", "programme", '["flood-response", "flood-shift"]'),
    },
)

STAGE = Table(
    Text("环节", "a stage"),
    {
        "title": TITLE,
        "outward": _name("对外显示为哪一步。", "Which outward phase it shows as.", "outward", '"collect"', required=True),
        "final": Key(l.BOOL, Text("是否终结。", "Whether it ends the case."), "true", default=False),
    },
)

ROLE = Table(
    Text("角色", "a role"),
    {
        "title": TITLE,
        "party": Key(l.one_of(Party), Text("站在哪一方；能做哪些动作由它决定。", "On which side it stands; this decides what it may do."), '"handler"', required=True),
        "scope": Key(l.one_of(Scope), Text("管到哪里。", "How far it reaches."), '"unit"', required=True),
        "duty": _name("凭哪项岗位职责担任。", "The duty of a post that confers it.", "duty", '"handler"'),
        "sees": _names("看得见的私密字段。", "Private fields it sees.", "field", '["words", "place"]'),
        "identifies": _names("写明目的后可以查看的身份字段；每次都留下记录。", "Identity fields it may open for a purpose; each opening is recorded.", "field", '["name", "phone"]'),
        "relays": _names("可以经转接拨打、但看不见的身份字段。", "Identity fields it may have called without seeing them.", "field", '["phone"]'),
        "seat": _name("由哪个单位的人担任；反映的正是这个单位时，由 stand_in 代行。", "The unit whose people hold it; where the case is about that unit, `stand_in` acts.", "unit", '"service-centre"'),
        "stand_in": _name("被反映的正是 seat 时，由哪个角色代行它的步骤。", "The role that takes its steps in a case about its seat.", "role", '"deputy"'),
    },
)

LIMIT = Table(
    Text("一行时限", "a row of limits"),
    {
        "id": name("limit"),
        "when": _if("什么情形下用这一行；最后一行不写。", "When this row holds; the last row has none.", '"danger"'),
        "budget": Key(l.BUDGET, Text("多久。写了 at 而不写 budget，则日期本身就是期限。", "How long. With `at` and no budget, the date itself is the deadline."), '"2 urgent_hour"'),
        "since": SINCE,
        "until": UNTIL,
        "basis": BASIS,
    },
)

CLOCK = Table(
    Text("时限", "a clock"),
    {
        "title": TITLE,
        "owner": Key(l.one_of(Party), Text("谁的承诺。", "Whose promise it is."), '"handler"', required=True),
        "calendar": _name("用哪部日历；不写则用本区的。", "Its calendar; the district's if left out.", "calendar", '"cn"'),
        "tasks": Key(l.some_of(TaskKind), Text("为哪几种任务各计一份；不写则全案一份。", "Runs once for each task of these kinds; once for the case if left out."), '["lead"]', default=frozenset()),
        "lapse": _name("期满而无人作为时，系统执行哪一步。", "The step the system takes when it ends.", "step", '"deem_signed"'),
        "shown": Key(l.BOOL, Text("是否告诉提出人。", "Whether the one who raised the case sees it."), "true", default=False),
        "window": Key(l.BOOL, Text("是期间而不是承诺：到期不算逾期。", "A window, not a promise: its end is no lateness."), "true", default=False),
        "at": _name("从这个日期、时刻字段（时段取其开始）起算；direction 为 before 时必须早于它。", "A date or moment it starts from (of an interval, its beginning) or, with direction before, must come before.", "field", '"announced_until"'),
        "direction": Key(l.one_of(Direction), Text("往后算还是往前算。", "Whether it runs after its start or ahead of it."), '"before"', default=Direction.AFTER),
        "in_time": Key(l.BOOL, Text("往前算的时限，起算时已经过期的，不许做这一步，并说出改到哪天来得及。", "Of a clock ahead of a date: a step that would start it after its end is refused, with a date that works."), "true", default=False),
        "kept_by": Key(l.one_of(Verb), Text("只有做过这个动作才算按期：没有做就办毕的，再早也不算。", "Only this verb keeps it: whoever finishes without it has not kept it, however early."), '"contact"'),
        "ends": Key(l.one_of(Ends), Text("最后一天何时结束。", "When its last day ends."), '"midnight"', default=Ends.BUSINESS_CLOSE),
        "partial": Key(l.BOOL, Text("有的案件里不起算：没有兜底的一行。", "Says that in some cases it never starts: no row without a condition."), "true", default=False),
        "every": Key(l.BUDGET, Text("每隔多久重来一次：从首次开始起算，期满或停止后接着下一期，直到案件或任务结束。", "How often it comes again: counted from its first start; when a period lapses or is stopped the next follows, until the case or its task ends."), '"1 month"'),
        "limit": Key(Many(LIMIT), Text("时限表：第一行情形成立的起作用。", "The table of limits: the first row that holds gives the budget."), required=True, default=()),
    },
)

MOVE: Mapping[str, Key] = {
    "to": _name("到哪个环节；不写则留在原处。", "The stage it leads to; left out, the case stays.", "stage", '"handling"'),
    "ends_as": Key(l.STRING, Text("案件以什么方式了结，供统计。", "How the case ended, for figures."), '"withdrawn"'),
    "starts": _names("开始哪些时限。", "Clocks it starts.", "clock", '["handling"]'),
    "stops": _names("停止哪些时限；到终结环节时全部停止。", "Clocks it stops; a final stage stops all.", "clock"),
    "continues": _names("恢复已停止的时限，如同从未停过。", "Clocks whose stop is undone, as if it had never been.", "clock"),
    "suspends": _names("准予中止时，哪些时限停走。", "Clocks that stand still when a suspension is granted.", "clock"),
    "resumes": _names("哪些时限恢复行走。", "Clocks that run again.", "clock"),
    "extends": _names("准予延期时，还有哪些时限一并延长。", "Clocks that get the granted extension too.", "clock"),
    "tells": _names("发出哪些告知。", "Notices it orders.", "telling", '["received"]'),
    "needs": _names("这样结束时必须填写的字段：步骤收它而可以不填的。", "Fields that this outcome must have, of those that the step takes with a ?.", "field", '["opinion"]'),
    "finds": Key(l.FINDS, Text("作出的认定：历史和期满顺带作出的；或核查通过认定的是什么（解释属实不等于解决）。", "Findings: made in passing by history and lapses; or what the yes of a check finds (that an explanation holds is not that it is solved)."), '{ solved = "explained" }', default=()),
}
"""What follows from one outcome. On the step itself it holds for every outcome without a table of its own."""

OUTCOME = Table(Text("[step.outcome.…]", "[step.outcome.…]"), MOVE)

GUARD = Table(
    Text("[[step.guard]]", "[[step.guard]]"),
    {
        "id": name("guard"),
        "require": _value("必须恰好为真的条件。", "Must be exactly true.", '"category is known"'),
        "say": Key(l.TEXT, Text("不成立时说什么；可填 {unit}。", "What is said if it isn't; {unit} can be filled."), required=True),
        "hint": Key(l.TEXT, Text("可以怎么办。", "What can be done instead."), required=True),
        "basis": BASIS,
    },
)

RESERVE = Table(
    Text("[[step.reserve]]", "[[step.reserve]]"),
    {
        "key": _value("占用期间必须唯一的键。", "A key that is unique while held.", '"post"'),
        "release": _names("到哪些环节时释放。", "Stages that free it.", "stage", '["cancelled"]'),
        "moves": Key(l.NAME, Text("哪一栏日期可以往后挪：{free} 是键空出来的下一天。",
                                  "The date that may be put off: {free} is the next day on which the key is free."), '"visit_on"', refers="field"),
        "say": Key(l.TEXT, Text("已被占用时说什么；可以写 {number}（占用的事项）、{unit}（它的单位）、{free} 和日期字段（它的日期）；不写则用通用的话。",
                                "What is said if it is taken, with {number} (of the case that holds it), {unit} (its unit), {free}, and fields that are dates (its own); general words if left out.")),
        "hint": Key(l.TEXT, Text("可以怎么办。", "What can be done instead.")),
    },
)

POST = Table(
    Text("[[step.post]]", "[[step.post]]"),
    {
        "account": _name("记在哪个账户。", "The account.", "account", '"materials"', required=True),
        "quantity": _value(
            "数量，支出写负数。只算这一步填的，以前填过的不再算。",
            "How much; negative takes out. Only what this step was given counts, never what an earlier one was.",
            '"-returned"',
        ),
    },
)

SET = Table(
    Text("[[step.set]]", "[[step.set]]"),
    {
        "register": _name("改哪个名录。", "The register.", "declared register", '"post"', required=True),
        "key": _value("哪个条目。", "Which entry.", '"post"'),
        "field": Key(l.NAME, Text("哪一栏。", "Which of its fields."), '"holder"', required=True, refers="register field"),
        "value": _value("从当日起的新值。", "Its value from that day on.", '"person"'),
        "since": _if("从哪一天起；不写是办这一步的当天。", "From which day; the day of the step if left out.", '"start_on"'),
        "when": _if("什么情形下才改；不写总是改。", "Only when this holds; always, if left out.", '"shift is known"'),
        "opens": Key(l.BOOL, Text("没有这个条目时，是否由这一步设立。", "Whether it opens the entry if there is none."), "true", default=False),
    },
)

STEP = Table(
    Text("步骤", "a step"),
    {
        "id": name("step"),
        "verb": Key(l.one_of(Verb), Text("做的是哪种动作，含义固定。", "What it does; verbs have fixed meanings."), '"dispatch"', required=True),
        "title": TITLE,
        "by": _names("哪些角色可以做；期满的不写。", "Roles that may take it; none for a lapse.", "role", '["desk"]'),
        "from": Key(l.STAGES, Text("从哪些环节出发；\"open\" 是所有未终结的。", "Stages it leaves; \"open\" is all that aren't final."), '["accepted"]', default=(), refers="stage"),
        "task": Key(l.one_of(TaskKind, l.ANY_TASK), Text("办的是本单位的哪种任务。", "Which of the unit's own tasks it acts on."), '"lead"'),
        "takes": Key(l.TAKINGS, Text("要填的字段；可不填的加 ?。", "Fields it takes; a ? behind those that may be left out."), '["words", "title?"]', default=(), refers="field"),
        "photos": Key(l.NUMBER, Text("至少几张照片。", "How many photos at least."), "1", default=0),
        "moment": Key(l.one_of(Moment), Text("照片拍的是处理前（before）还是处理后（after）；页面把前后并排。", "Whether its photos show the place before the work or after it; pages set the two side by side."), '"after"'),
        "shown_by": _name("这一步的照片可以给诉求人看：页面上由拍的单位逐张选（shows），不选就不给看，答复之后才给看；这里写一个可以不填的是/否字段，系统之间可以用它整步说“是”，以后填“否”就全部收回。", "Its photos can be shown to the one who raised the case: pages choose them one by one (`shows`), none is shown unless chosen, none before the answer. Names a yes-or-no field that may be left out: a system can say yes for all photos of the step with it, a later no takes everything back.", "field", '"photos_shown"'),
        "shows": Key(l.BOOL, Text("逐张选哪些照片给诉求人看、遮住哪里（动作为 progress）：拍的单位选，别的人只能遮住、收回。", "Chooses photo by photo what the one who raised the case sees, and what of it is covered (verb progress): whoever took it says so, others may only cover more or take it back."), "true", default=False),
        "within": _name("只能在这个期间内做。", "The window it must be taken in.", "clock", '"return_window"'),
        "times": Key(l.NUMBER, Text("每件最多做几次；申请按批准的次数算，确认、回访、评价、异议按每轮答复算。", "How often it can be taken in a case; requests count when granted, judgements of an answer (confirm, call back, rate, dispute) in each round."), "1"),
        "request": Key(l.one_of(RequestKind), Text("决定的是哪种申请。", "What a deciding step decides."), '"extension"'),
        "clock": _name("延期、免责说的是哪个时限。", "The clock an extension or exemption is about.", "clock", '"handling"'),
        "most": Key(l.BUDGET, Text("一次最多延长多久。", "The most an extension may add."), '"10 work_day"'),
        "level": Key(l.NUMBER, Text("督办到第几级。", "The level of supervision it raises to."), "1"),
        "reasons": _name("中止须选理由的字典。", "Dictionary of lawful reasons for a standstill.", "dictionary", '"standstill"'),
        "replies": _name("这一步写给诉求人的话从这部字典的模板开始；结案用整个机制的答复模板。", "Dictionary of templates for what this step writes to the one who raised the case; a closing has the programme's own.", "dictionary", '"reply-longer"'),
        "deems": Key(l.STRING, Text("期满视为什么：动作.结果。", "What silence counts as: verb.outcome."), '"arbitrate.upheld"', refers="deemed"),
        "relation": Key(l.STRING, Text("并案的关系。", "How a link relates two cases."), '"same"', default="same"),
        "history": Key(l.BOOL, Text("只用于登记过去的事。", "Only for recording the past."), "true", default=False),
        "basis": NOTED_BASIS,
        "spawns": _name("开出的子案件是哪个机制。", "Programme of the child case it opens.", "programme", '"open-cover"'),
        "passes": _names("子案件带着本案的哪些字段：照填，不一样的不认。", "Fields that the child has from this case: filled in there, and one that says other is not taken.", "field", '["firm"]'),
        "undoes": _names("更正可以收回本人刚办的哪些步骤。", "Steps that a correction takes back, if one was the person's own and the last.", "step", '["sign", "finish"]'),
        "undo_within": Key(l.BUDGET, Text("多久之内可以收回，按连续分钟；这些步骤的告知等到那时才发。", "For how long, in urgent minutes; the notices of those steps wait so long."), '"1 urgent_minute"'),
        "keeps": Key(l.BOOL, Text("提出的单位自己主办，不必派单、签收。", "The unit that raises it has the lead at once; nothing is dispatched or signed for."), "true", default=False),
        "seals": _name("封存到启封为止的字段。", "Field whose value stays sealed until an unseal step.", "field", '"score"'),
        **MOVE,
        "outcome": Key(Chosen(OUTCOME), Text("某种结果之后怎样。", "What follows from one outcome."), default={}),
        "guard": Key(Many(GUARD), Text("条件：不成立则拒绝，并说明。", "Conditions; one that fails refuses and says why."), default=()),
        "reserve": Key(Many(RESERVE), Text("占用。", "Reservations."), default=()),
        "post": Key(Many(POST), Text("记账。", "Postings."), default=()),
        "set": Key(Many(SET), Text("改名录。", "Changes of registers."), default=()),
    },
)

ROUTE = Table(
    Text("派单目录的一行", "a row of the catalogue"),
    {
        "id": name("route"),
        "title": Key(l.TEXT, Text("用话怎么说，给派单的人看。", "The rule in words, for whoever dispatches."), '{ zh = "供水", en = "Water" }'),
        "when": _if("什么情形。", "When it holds.", '"category == \'noise\'"'),
        "unit": _name("派给哪个单位；", "The unit, or", "unit", '"fire"'),
        "level": _name("或派给所在区域这一层级的单位。", "the level whose unit answers for the area.", "level", '"street"'),
        "assist": _names("协办单位。", "Units that assist.", "unit"),
        "since": SINCE,
        "until": UNTIL,
        "basis": BASIS,
    },
)

LIST = Table(
    Text("清单", "a list"),
    {
        "title": TITLE,
        "dictionary": _name("取自哪部字典。", "Its dictionary.", "dictionary", '"category"', required=True),
        "items": Key(l.NAMES, Text("列入的条目。", "Its members."), '["garbage"]', required=True, refers="member"),
        "level": _name("是哪一层单位的职责清单；写了就统计该层的负担。", "Level of units whose duties it lists; their burden is then measured.", "level", '"community"'),
        "basis": BASIS,
    },
)

ACCOUNT = Table(
    Text("账户", "an account"),
    {
        "title": TITLE,
        "unit": Key(l.STRING, Text("计量单位或币种。", "Unit of measure or currency."), '"piece"', required=True),
        "basis": BASIS,
    },
)

INDICATOR = Table(
    Text("指标", "an indicator"),
    {
        "id": name("indicator"),
        "title": TITLE,
        "meaning": Key(l.TEXT, Text("一句话说清。", "What it means, in one sentence."), required=True),
        "population": _if("算哪些案件；不写则全部。", "Which cases it is about; all if left out.", '"dispatched"'),
        "due": _if("哪些已到该算的时候；不写则全部。", "Which are ripe; all if left out.", '"due_promise <= as_of"'),
        "numerator": _value("哪些算数。", "Which count.", "\"solved == 'yes'\""),
        "window": Key(l.NAME, Text("按哪个日期归期。", "The date that places a case in a period."), '"raised_on"', required=True),
        "edition": EDITION,
        "since": SINCE,
        "until": UNTIL,
        "basis": BASIS,
        "published": Key(l.BOOL, Text("是否公布（只由存证日志算得出）。", "Whether it is published (computable from the log)."), "true", default=False),
    },
)

_AT_RECUSAL = ("to", "starts", "stops", "continues", "resumes", "tells")
RECUSAL = Table(
    Text("[recusal]", "[recusal]"),
    {**{key: MOVE[key] for key in _AT_RECUSAL}, "to": replace(MOVE["to"], required=True)},
)

RETENTION = Table(
    Text("[retention]", "[retention]"),
    {
        "reporter": Key(l.NUMBER, Text("办结多少个月后删除提出人身份；又有动静就重新起算。", "Months after the end until who raised it is erased; whatever happens later starts them anew."), "12"),
        "case": Key(l.NUMBER, Text("办结多少个月后删除全部私密文字和照片。", "Months after the end until all private words and photos are erased."), "120"),
        "told": Key(l.NUMBER, Text("提前多少天告知个人信息保护负责人。", "Days before it, on which the data-protection officer is told."), "14", default=14),
        "basis": BASIS,
    },
)

PROGRAMME = Table(
    Text("programmes/*.toml", "programmes/*.toml"),
    {
        "programme": Key(HEAD, Text("这个机制。", "The programme."), required=True),
        "outward": Key(Phrases("outward"), Text("对外的几步。", "The phases shown outwards."), default={}),
        "field": Key(Named(FIELD, "field"), Text("字段。", "Fields."), default={}),
        "list": Key(Named(LIST, "list"), Text("清单：条件里可用其名。", "Lists, usable by name in expressions."), default={}),
        "account": Key(Named(ACCOUNT, "account"), Text("账户。", "Accounts."), default={}),
        "stage": Key(Named(STAGE, "stage"), Text("环节。", "Stages."), required=True, default={}),
        "role": Key(Named(ROLE, "role"), Text("角色。", "Roles."), required=True, default={}),
        "clock": Key(Named(CLOCK, "clock"), Text("时限。", "Clocks."), default={}),
        "step": Key(Many(STEP), Text("步骤。", "Steps."), required=True, default=()),
        "route": Key(Many(ROUTE), Text("派单目录，按先后。", "The dispatch catalogue, in order."), default=()),
        "telling": Key(Named(TELLING, "telling"), Text("告知。", "Notices."), default={}),
        "indicator": Key(Many(INDICATOR), Text("指标。", "Indicators."), default=()),
        "funnel": Key(CASE_FUNNEL, Text("案件走到了哪一级。", "How far its cases came.")),
        "about": Key(ABOUT, Text("在名录条目的页面上怎样说明。", "How cases are told on the page of an entry.")),
        "each": Key(EACH, Text("另一机制的事项进行时，逐个条目自动提出。", "Raised for each entry while another case runs.")),
        "recusal": Key(RECUSAL, Text("承办单位被填明为被反映单位时，事项收回到哪里另派。", "Where a case goes whose unit in charge turns out to be the one it is about.")),
        "retention": Key(RETENTION, Text("私密内容保存多久；不写则一直保存。", "How long private content is kept; for ever if left out.")),
    },
)
