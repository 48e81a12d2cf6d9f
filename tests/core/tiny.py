"""A small programme built by hand, with a step for each verb: what the unit tests of the core run on.

May live here: its parts as values. They are named unlike any pack's, so that nothing in the core can know a word.
"""

from __future__ import annotations

from bihuan.core import programme as p
from bihuan.core.verbs import Party, RequestKind, TaskKind, Verb
from tests.core.tiny_parts import ALWAYS, budget, clock, expression, guard, move, role, route, step, text  # noqa

ROLES = [
    role("citizen", Party.RAISER, p.Scope.RAISER, "words spot"),
    role("desk", Party.CENTRE, p.Scope.DISTRICT, "words spot who"),
    role("hand", Party.HANDLER, p.Scope.UNIT, "words spot result"),
    role("eye", Party.CHECKER, p.Scope.DISTRICT, "words result"),
    role("local_eye", Party.CHECKER, p.Scope.AREA, "result"),
    role("boss", Party.SUPERVISOR, p.Scope.DISTRICT, "words"),
    role("chief", Party.LEADER, p.Scope.DISTRICT, "words"),
    role("machine", Party.SYSTEM, p.Scope.SYSTEM),
]

FIELDS = [
    p.Field(id="words", title=text("words"), type=p.FieldType.WORDS, most=50),
    p.Field(id="result", title=text("result"), type=p.FieldType.WORDS),
    p.Field(id="who", title=text("who"), type=p.FieldType.WORDS, identity=True),
    p.Field(id="spot", title=text("spot"), type=p.FieldType.PLACE),
    p.Field(id="kind", title=text("kind"), type=p.FieldType.CHOICE, dictionary="kinds"),
    p.Field(id="area", title=text("area"), type=p.FieldType.AREA),
    p.Field(id="about", title=text("about"), type=p.FieldType.UNIT),
    p.Field(id="danger", title=text("danger"), type=p.FieldType.YES_NO),
    p.Field(id="size", title=text("size"), type=p.FieldType.NUMBER, least=0, most=9),
    p.Field(id="free", title=text("free"), type=p.FieldType.NUMBER),
    p.Field(id="price", title=text("price"), type=p.FieldType.MONEY, least=0),
    p.Field(id="on", title=text("on"), type=p.FieldType.DATE),
    p.Field(id="at", title=text("at"), type=p.FieldType.INSTANT),
    p.Field(id="key", title=text("key"), type=p.FieldType.CODE),
]

OPEN = "new ready given argued work looked shut asked redial"
STAGES = [
    *(p.Stage(id=name, title=text(name), outward="open") for name in [*OPEN.split(), "done"]),
    *(p.Stage(id=name, title=text(name), outward="over", final=True) for name in ("filed", "gone")),
]

LEAD, ASSIST, JOINT = (frozenset({kind}) for kind in TaskKind)
CLOCKS = [
    clock("promise", "15 work_day", shown=True),
    clock("answer", "10 work_minute"),
    clock("signing", "4 work_hour", owner=Party.HANDLER, tasks=LEAD | ASSIST, lapse="deem_signed"),
    clock("returning", "1 work_day", owner=Party.HANDLER, tasks=LEAD, window=True),
    clock("handling", "5 work_day", owner=Party.HANDLER, tasks=LEAD),
    clock("rework", "3 work_day", owner=Party.HANDLER, tasks=LEAD),
    clock("arguing", "1 work_day", lapse="deem_upheld"),
    clock("coming", "2 urgent_hour", owner=Party.HANDLER, tasks=JOINT),
    clock("asking", "3 calendar_day", owner=Party.RAISER, window=True, lapse="silence"),
    clock("redialling", "3 work_day", owner=Party.CHECKER),
    clock("reopening", "15 calendar_day", owner=Party.RAISER, window=True, lapse="file_away"),
    clock("standing", "365 calendar_day", window=True, lapse="stand_over"),
    clock("until", None, at_field="on"),
]

DUTY = guard("duty-list", "unit.level != 'community' or kind in duties")
RAISED = "words who? spot? kind? area? about? danger? size? free? price? on? at? key?"
STEPS = [
    step("tell", Verb.RAISE, "citizen desk hand", "", takes=RAISED, to="new", starts=("promise", "answer", "until")),
    step("tell_old", Verb.RAISE, "machine", "", takes="words kind? area?", to="new", starts=("promise",), history=True),
    step("old_reply", Verb.FINISH, "machine", "new", takes="result", to="filed", ends_as="replied", history=True),
    step("take_in", Verb.ACCEPT, "desk", "new", takes="kind? area?", to="ready", stops=("answer",)),
    step("refuse", Verb.REJECT, "desk", "new ready", takes="result", to="gone", ends_as="rejected", stops=("promise",)),
    step("pass_on", Verb.TRANSFER, "desk", "new", to="gone", ends_as="transferred"),
    step(
        "send", Verb.DISPATCH, "desk", "ready given", to="given", guards=(DUTY,),
        starts=("signing", "returning", "handling"), tells=("sent",),
    ),
    step("get", Verb.SIGN, "hand", "given work", task=TaskKind.LEAD, to="work", stops=("signing",)),
    step("get_help", Verb.SIGN, "hand", "given work", task=TaskKind.ASSIST, stops=("signing",)),
    step("deem_signed", Verb.LAPSE, "", "given work"),
    step(
        "give_back", Verb.RETURN, "hand", "given work", task=TaskKind.LEAD, within="returning", to="argued",
        stops=("signing",), starts=("arguing",),
    ),
    step(
        "settle", Verb.ARBITRATE, "boss", "argued",
        outcomes={
            "upheld": move(to="given", stops=("arguing",), starts=("signing",)),
            "moved": move(to="given", stops=("arguing",), starts=("signing", "handling")),
        },
        guards=(guard("duty-list", "unit.level is unknown or unit.level != 'community' or kind in duties"),),
    ),
    step(
        "deem_upheld", Verb.LAPSE, "", "argued", deems=(Verb.ARBITRATE, "upheld"), to="given", stops=("arguing",),
        starts=("signing",),
    ),
    step("whistle", Verb.CALL_JOINTLY, "hand desk", "work", starts=("coming",), guards=(DUTY,)),
    step("come", Verb.ARRIVE, "hand", "work", task=TaskKind.JOINT, stops=("coming",)),
    step(
        "phone", Verb.CONTACT, "hand desk", "work", task=TaskKind.LEAD,
        outcomes={"reached": move(), "missed": move()},
    ),
    step("say", Verb.PROGRESS, "hand desk eye", OPEN, takes="result?"),
    step("add", Verb.SUPPLEMENT, "citizen desk", OPEN, takes="words?"),
    step("put", Verb.SUBMIT, "citizen", "new", takes="size"),
    step("object", Verb.DISPUTE, "citizen hand", OPEN),
    step(
        "more_time", Verb.EXTEND, "hand", "work", task=TaskKind.LEAD, clock="handling", most=budget("10 work_day"),
        times=2,
    ),
    step("stop_time", Verb.SUSPEND, "hand", "work", task=TaskKind.LEAD, reasons="lawful"),
    step("forgive", Verb.EXEMPT, "hand", "work", task=TaskKind.LEAD, clock="handling"),
    step("give_up", Verb.TERMINATE, "hand", "work", task=TaskKind.LEAD),
    step("strike", Verb.STRIKE_OFF, "hand", "work", task=TaskKind.LEAD),
    step(
        "say_time", Verb.DECIDE, "desk", "work", request=RequestKind.EXTENSION,
        outcomes={"granted": move(extends=("promise",)), "refused": move()},
    ),
    step(
        "say_stop", Verb.DECIDE, "desk", "work", request=RequestKind.SUSPENSION,
        outcomes={"granted": move(suspends=("handling", "promise"), starts=("standing",)), "refused": move()},
    ),
    step(
        "say_forgive", Verb.DECIDE, "boss", OPEN, request=RequestKind.EXEMPTION,
        outcomes={"granted": move(), "refused": move()},
    ),
    step(
        "say_end", Verb.DECIDE, "desk", "work", request=RequestKind.TERMINATION,
        outcomes={"granted": move(to="gone", ends_as="terminated"), "refused": move()},
    ),
    step(
        "say_strike", Verb.DECIDE, "boss", "work", request=RequestKind.STRIKE_OFF,
        outcomes={"granted": move(), "refused": move()},
    ),
    step("go_on", Verb.RESUME, "hand desk", "work", stops=("standing",)),
    step("stand_over", Verb.LAPSE, "", "work", deems=(Verb.RESUME, "done")),
    step("finish_help", Verb.FINISH, "hand", "given work", task=TaskKind.ASSIST),
    step("finish_joint", Verb.FINISH, "hand", "work", task=TaskKind.JOINT),
    step(
        "finish", Verb.FINISH, "hand", "work", task=TaskKind.LEAD, takes="result", photos=1, to="looked",
        stops=("handling", "rework", "standing"),
    ),
    step(
        "look", Verb.CHECK, "eye local_eye", "looked",
        outcomes={"yes": move(to="shut"), "no": move(to="work", starts=("rework",))},
    ),
    step("close", Verb.CLOSE, "desk", "shut", to="asked", stops=("promise",), starts=("asking",)),
    step(
        "answer", Verb.CONFIRM, "citizen", "asked redial",
        outcomes={
            "yes": move(to="done", ends_as="completed", stops=("asking", "redialling"), starts=("reopening",)),
            "no": move(to="ready", stops=("asking", "redialling"), continues=("promise",)),
        },
    ),
    step("silence", Verb.LAPSE, "", "asked", to="redial", starts=("redialling",)),
    step(
        "redial", Verb.CALL_BACK, "eye", "redial",
        outcomes={
            "yes": move(to="done", ends_as="completed", stops=("redialling",), starts=("reopening",)),
            "no": move(to="ready", stops=("redialling",), continues=("promise",)),
            "unreachable": move(to="done", ends_as="completed", stops=("redialling",), starts=("reopening",)),
        },
    ),
    step("mark", Verb.RATE, "citizen", "done", times=1),
    step(
        "again", Verb.REOPEN, "citizen", "done", within="reopening", times=1, to="given", stops=("reopening",),
        continues=("promise",), starts=("signing", "rework"),
    ),
    step("hurry", Verb.REMIND, "desk citizen boss", OPEN),
    step("press", Verb.SUPERVISE, "boss", OPEN, level=1),
    step("press_more", Verb.SUPERVISE, "chief", OPEN),
    step("back_out", Verb.WITHDRAW, "citizen", OPEN, to="gone", ends_as="withdrawn"),
    step("fix", Verb.CORRECT, "desk", OPEN, takes="kind? size?"),
    step(
        "oops", Verb.CORRECT, "hand", "given work argued looked", undo_within=budget("1 urgent_minute"),
        undoes=(
            "get", "get_help", "give_back", "come", "phone", "say", "more_time", "stop_time", "forgive", "give_up",
            "strike", "finish_help", "finish_joint", "finish",
        ),
        basis="test",
    ),
    step("show", Verb.PUBLISH, "desk", "done"),
    step("open_up", Verb.UNSEAL, "desk", "done"),
    step("tie", Verb.LINK, "desk citizen", OPEN, relation="same"),
    step("put_away", Verb.ARCHIVE, "desk", "done", to="filed"),
    step("file_away", Verb.LAPSE, "", "done", deems=(Verb.ARCHIVE, "done"), to="filed"),
]

TINY = p.Programme(
    id="tiny",
    code="T01",
    title=text("tiny"),
    edition="1",
    valid=ALWAYS,
    basis="test",
    visibility=p.Visibility.PUBLIC,
    start="new",
    place_field="area",
    category_field="kind",
    accused_field="about",
    supervision_levels=3,
    outward={"open": text("open"), "over": text("over")},
    fields={one.id: one for one in FIELDS},
    stages={one.id: one for one in STAGES},
    roles={one.id: one for one in ROLES},
    steps={one.id: one for one in STEPS},
    clocks={one.id: one for one in CLOCKS},
    lists={"duties": ("noise",)},
    routes=(
        route("lanes", "kind == 'lane'", "fire", assist="roads"),
        route("roads", "kind == 'road'", "roads"),
        route("duties", "kind in duties", None, "community"),
        route("rest", None, None, "street"),
    ),
    tellings={"sent": p.Telling(id="sent", to="lead_unit", text=text("sent"))},
    indicators=(),
    dictionaries={"kinds": "1", "lawful": "1"},
)
