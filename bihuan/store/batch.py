"""One batch in memory: commands decided in order, each seeing its predecessors, and the rows that follow.

Reads through the session it is given and writes nothing: `append` does, once, at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from weakref import proxy

from bihuan.core.case import Case, evolve
from bihuan.core.codec import event_bytes, event_from
from bihuan.core.commands import Raise, Take
from bihuan.core.decide import Other, other_of
from bihuan.core.decide.situation import Holding
from bihuan.core.events import Event, Released, Reserved
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Enter
from bihuan.store import answering, projection, registers
from bihuan.store.callers import caller_rows
from bihuan.store.entries import Entries
from bihuan.store.entry_rows import DIGESTS
from bihuan.store.held import Held, Memory
from bihuan.store.indexing import tail_row
from bihuan.store.jobs import Accepted, Job, Outcome, Surroundings, Terms, ordinal_of
from bihuan.store.leafing import Keys, Secrets, leaf_of
from bihuan.store.reserving import Taken, holding
from bihuan.store.rows import Rows
from bihuan.store.sealing import Keeper
from bihuan.store.session import Row, Session, read_moment, stored_moment
from bihuan.store.state import case_from
from bihuan.store.vault.crypto import Holder, fingerprint, same_fingerprint


class Batch:
    """The state of a district while commands are decided one after the other."""

    def __init__(
        self,
        session: Session,
        district: str,
        head: Row,
        now: datetime,
        terms: Terms,
        memory: Memory,
        settle: Callable[[], bool] | None = None,
    ) -> None:
        """`head` is the row that the batch stands on. With `settle` the batch before, which leaves it so, is still
        being written: `settle` waits for it and says whether it was."""
        self._session, self._settle = session, settle
        self.district, self.now, self.terms = district, now, terms
        self.head = head
        self.start, self.cases, _, version = head
        day = terms.day(now)
        self.places = memory.places(version, day, lambda: registers.places(self.session, district, day))
        self.position = self.start
        self.before: dict[str, Held] = {}
        self.held: dict[str, Held] = {}
        self.reserved: dict[str, str | None] = {}
        self.rows = Rows()
        self._keeper = Keeper(district, terms, self.rows)
        # Held one way: a batch in a circle would keep all its rows until somebody looks for rubbish.
        self.entries = Entries(proxy(self))
        self._memory = memory
        self._placed: dict[str, int] = {}
        self._earlier = memory.answers if settle is not None else {}
        self.answers: dict[str, tuple[bytes, Accepted]] = {}
        self._stored_answers: dict[str, tuple[str, str]] = {}

    @property
    def session(self) -> Session:
        """Where to read, and everything there is: what the batch before writes is waited for. Raises Overtaken.

        What it changed of cases and requests is in memory, so those are read without waiting.
        """
        if self._settle is not None:
            if not self._settle():
                raise Overtaken
            self._settle = None
        return self._session

    @property
    def moved(self) -> Row:
        """The row of the head after the batch."""
        return (self.position, self.cases, *self.head[2:])

    def load(self, jobs: Sequence[Job]) -> None:
        """Everything the jobs are about, in two queries at most, and a third for the children of those cases."""
        session = self._session
        ids = session.of_many([job.request_id for job in jobs])
        for request_id, digest, answer in session.rows("known_requests", (self.district, ids)):
            self._stored_answers[request_id] = (digest, answer)
        wanted = dict.fromkeys(
            id_ for job in jobs if not isinstance(job.command, Enter) for id_ in (job.case, *job.mentions)
        )
        missing: list[str] = []
        for id_ in wanted:
            held = self._memory.get(id_)
            if held is None:
                missing.append(id_)
            else:
                self.before[id_] = held
        self._read(missing)
        known = [held.case.children for held in self.before.values() if held.case.children]
        self._read([id_ for children in known for id_ in children if id_ not in self.before])
        self.held = dict(self.before)
        self.entries.load(jobs)

    def _read(self, ids: Sequence[str]) -> None:
        if ids:
            for row in self._session.rows("load_cases", (self.district, self._session.of_many(ids))):
                self.before[row[0]] = self._held(row)

    def _held(self, row: Row) -> Held:
        case_id, state, ended, leaf_hash, wrapped, reporter = row
        key = self._keeper.opened(case_id, Holder.CASE, wrapped)
        keys = Keys.of(key, self._keeper.opened(case_id, Holder.REPORTER, reporter)) if key else None
        return Held(case_from(state), read_moment(ended), bytes(leaf_hash), keys)

    def take(self, job: Job) -> Outcome:
        """Carry out one job, or say why not. Raises for a fault of the program; the batch is then void."""
        if (known := self._known(job)) is not None:
            return known
        self.now = job.at or self.now
        if isinstance(job.command, Enter):
            return self._entered(job, job.command)
        held = self.held.get(job.case)
        if held is not None and held.keys is None:
            return Refusal("no-such-case", {"case": held.case.number})
        surroundings = Surroundings(
            number=self.terms.number(self.now, self.cases) if isinstance(job.command, Raise) else "",
            others=self._others(job, held.case if held else None),
            looked=self.entries,
            places=self.places,
            taken=Taken(self._holder, job.case),
            holder=self._holding,
            stream=lambda: self._stream(job.case),
        )
        decided = self.terms.decide(job, held.case if held else None, surroundings, self.now)
        if isinstance(decided, Refusal):
            return decided
        if job.signed is not None:
            refusal = answering.refused(self.session, self.district, job, held, decided, self.terms)
            if refusal is not None:
                return refusal
        if (key := self._taken(decided, job.case)) is not None:
            return Refusal("reserved", {"key": key})
        return self._record(job, held, answering.marked(job, decided))

    def _stream(self, case: str) -> list[Event]:
        """The facts of a case, those of this batch too."""
        stored = [body for _, body in self.session.rows("case_events", (self.district, case))]
        return [event_from(body) for body in (*stored, *(row[8] for row in self.rows.events if row[1] == case))]

    def _entered(self, job: Job, asked: Enter) -> Outcome:
        surroundings = Surroundings(number="", others={}, looked=self.entries, places=self.places)
        answer = self.entries.take(job, asked, surroundings)
        if isinstance(answer, Accepted) and answer.position:
            self._remember(job, answer)
        return answer

    def next_position(self) -> int:
        """One further in the district's facts."""
        self.position += 1
        return self.position

    def _remember(self, job: Job, answer: Accepted) -> None:
        """Keep the answer, for the same request made again."""
        self.answers[job.request_id] = (job.content, answer)
        digest = fingerprint(self.terms.masters, job.content)
        self.rows.requests.append((job.request_id, digest, answer.answer(), stored_moment(self.now)))

    def _others(self, job: Job, case: Case | None) -> dict[str, Other]:
        """The cases a command names and the children of its own."""
        if not job.mentions and (case is None or not case.children):
            return {}
        ids = (*job.mentions, *(case.children if case else ()))
        found = (self.held[id_].case for id_ in ids if id_ in self.held)
        return {one.id: other_of(one, self.terms.programme_of(one.programme, one.edition)) for one in found}

    def _known(self, job: Job) -> Outcome | None:
        """The answer given before to this request, or a refusal if it was another request."""
        if (earlier := self.answers.get(job.request_id) or self._earlier.get(job.request_id)) is not None:
            content, answer = earlier
            return answer if content == job.content else Refusal("request-reused")
        if (stored := self._stored_answers.get(job.request_id)) is not None:
            digest, text = stored
            same = same_fingerprint(self.terms.masters, digest, job.content)
            return Accepted.of_answer(text) if same else Refusal("request-reused")
        return None

    def _taken(self, events: Sequence[Event], case: str) -> str | None:
        """A key these events reserve that another case holds. Asked here, so that no race can come between."""
        for event in events:
            for effect in event.effects:
                if isinstance(effect, Reserved) and self._holder(effect.key) not in (None, case):
                    return effect.key
        return None

    def _holder(self, key: str) -> str | None:
        if key not in self.reserved:
            row = self.session.row("reservation_holder", (self.district, key))
            self.reserved[key] = row[0] if row else None
        return self.reserved[key]

    def _holding(self, key: str) -> Holding | None:
        """The case that holds a key, and its unit: that in charge, or before there is one that of whoever raised it."""
        id_ = self._holder(key) or ""
        if id_ not in self.held:
            self._read([id_])
        found = self.held.get(id_) or self.before.get(id_)
        return holding(found.case, self._stream(id_), self.terms.programme_of) if found is not None else None

    def _record(self, job: Job, held: Held | None, events: Sequence[Event]) -> Accepted:
        keys = held.keys if held and held.keys else self._keeper.fresh(job.case, job.case_key)
        for event in events:
            held, keys = self._record_event(job, held, keys, event, event is events[0])
        if held is None:
            raise AssertionError(f"{type(job.command).__name__} opened nothing")
        clock = projection.shown_due(held.case)
        answer = Accepted(
            case=held.case.id,
            number=held.case.number,
            position=self._placed.get(held.case.id) or self.position,
            events=held.case.n,
            stage=held.case.stage,
            final=held.case.final,
            due=clock.due if clock else None,
            provisional=clock.provisional if clock else False,
        )
        if events:
            self._remember(job, answer)
        return answer

    def _record_event(self, job: Job, held: Held | None, keys: Keys, event: Event, first: bool) -> tuple[Held, Keys]:
        body = event_bytes(event)
        case = evolve(held.case if held else None, event)
        position = self._placed[case.id] = self.next_position()
        self.cases += held is None
        programme = self.terms.programme_of(case.programme, case.edition)
        given = job.command.words if isinstance(job.command, (Raise, Take)) else {}
        words = {name: given[name] for name in event.words}
        keys = self._keeper.with_reporter(case.id, keys, words, programme)
        photos = job.photos if event.photos else ()
        secrets = Secrets(
            words=words,
            photos=[(photo.address, photo.content) for photo in photos],
            others={id_: other.keys.pseudonym for id_ in job.mentions if (other := self.held.get(id_)) and other.keys},
            receipt_key=job.receipt_key,
            signed=job.signed if first else None,
        )
        previous = self.held[case.id].leaf_hash if case.id in self.held else None
        cells = self.terms.cells_for(case, programme)
        leaf = leaf_of(event, body, case, programme, keys, previous, secrets, cells, self.terms.zone)
        self.rows.events.append((
            position, case.id, event.n, stored_moment(event.recorded), stored_moment(event.occurred),
            str(event.verb), event.step, case.programme, body.decode(), leaf.entry, leaf.hash, job.request_id,
        ))  # fmt: skip
        self._keeper.seal(event, keys, {**words, DIGESTS: _listed(leaf.commitment.digests)}, programme)
        self.rows.photos += [(p.address, case.id, event.n, p.content, p.size) for p in photos]
        self.rows.outbox += projection.outbox_rows(event, position)
        self.rows.raised += projection.raised_rows(event, programme).values()
        self._index(case, words, programme)
        if job.receipt is not None and event.n == 0:
            self.rows.receipts.append((job.receipt, case.id, "raiser", stored_moment(self.now), job.language))
        self._effects(event)
        self.entries.effects(event, case, job.request_id)
        ended = projection.ended_at(self.held[case.id].ended if case.id in self.held else None, case, event)
        now_held = self.held[case.id] = Held(case, ended, leaf.hash, keys)
        return now_held, keys

    def _index(self, case: Case, words: dict[str, str], programme: Programme) -> None:
        if case.n == 1:
            self.rows.search_cases.append((ordinal_of(case.number), case.id))
        self.rows.callers += caller_rows(self.terms.masters, self.district, case.id, words, programme)
        row = tail_row(self.terms.masters, self.district, self._placed[case.id], case, words, programme)
        if row is not None:
            self.rows.search_tail.append(row)

    def _effects(self, event: Event) -> None:
        for effect in event.effects:
            match effect:
                case Reserved():
                    self.reserved[effect.key] = event.case
                case Released():
                    self.reserved[effect.key] = None
                case _:
                    pass


class Overtaken(RuntimeError):
    """The batch before was not written as this one took for granted: it has to be worked out once more."""


def _listed(digests: Sequence[str]) -> str:
    """As `json.dumps` writes a list of base64url texts."""
    return '["' + '", "'.join(digests) + '"]'

