-- What the one writer reads and writes.

-- name: known_requests
SELECT request_id, command_digest, answer FROM request WHERE district = %s AND request_id = ANY(%s::text[]);

-- name: load_cases
SELECT c.id, c.state, c.ended_at, c.leaf_hash, k.wrapped, r.wrapped
FROM case_row c
LEFT JOIN case_key k ON k.district = c.district AND k.case_id = c.id AND k.holder = 'case'
LEFT JOIN case_key r ON r.district = c.district AND r.case_id = c.id AND r.holder = 'reporter'
WHERE c.district = %s AND c.id = ANY(%s::text[]);

-- name: reservation_holder
SELECT case_id FROM reservation WHERE district = %s AND key = %s;

-- name: add_events
-- The facts. Never anything but inserted.
INSERT INTO event (district, position, stream, n, recorded, occurred, verb, step, programme, body, leaf, leaf_hash,
    request_id)
SELECT %s, * FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::timestamptz[], %s::timestamptz[], %s::text[],
    %s::text[], %s::text[], %s::text[], %s::bytea[], %s::bytea[], %s::text[]);

-- name: add_outbox
INSERT INTO outbox (district, id, case_id, position, telling, audience, created_at, state)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::text[]);

-- name: add_requests
INSERT INTO request (district, request_id, command_digest, answer, recorded)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[]);

-- name: put_cases
-- What is a fact of its opening never changes, so an update leaves it alone.
INSERT INTO case_row (district, id, number, programme, edition, population, n, stage, final, standing, outcome, lead_unit, area,
    category, marks, opened_at, occurred_at, ended_at, supervision, next_due, state, facts, leaf_hash)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[], %s::text[],
    %s::boolean[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[],
    %s::timestamptz[], %s::int[], %s::timestamptz[], %s::bytea[], %s::bytea[], %s::bytea[])
ON CONFLICT (district, id) DO UPDATE SET
    n = excluded.n, stage = excluded.stage, final = excluded.final, standing = excluded.standing, outcome = excluded.outcome, lead_unit =
    excluded.lead_unit, area = excluded.area, category = excluded.category, marks = excluded.marks, ended_at = excluded.ended_at, supervision
    = excluded.supervision, next_due = excluded.next_due, state = excluded.state, facts = excluded.facts, leaf_hash =
    excluded.leaf_hash;

-- name: put_tasks
INSERT INTO task_row (district, case_id, task, unit, kind, state, due_at)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
ON CONFLICT (district, case_id, task) DO UPDATE SET
    unit = excluded.unit, kind = excluded.kind, state = excluded.state, due_at = excluded.due_at;

-- name: put_mentions
INSERT INTO mention (district, case_id, register, key, occurred_at)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[])
ON CONFLICT (district, case_id, register, key) DO NOTHING;

-- name: drop_mentions
DELETE FROM mention m USING (SELECT %s::text AS district, %s::text[] AS cases, %s::text[] AS registers, %s::text[] AS keys) gone
WHERE m.district = gone.district AND m.case_id = ANY(gone.cases)
    AND (m.case_id, m.register, m.key) IN (SELECT * FROM unnest(gone.cases, gone.registers, gone.keys));

-- name: put_deadlines
INSERT INTO deadline (district, case_id, clock, name, task, owner, due_at, provisional, is_window, shown, lapse,
    suspended, lapsed)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::boolean[],
    %s::boolean[], %s::boolean[], %s::text[], %s::boolean[], %s::boolean[])
ON CONFLICT (district, case_id, clock) DO UPDATE SET
    name = excluded.name, task = excluded.task, owner = excluded.owner, due_at = excluded.due_at, provisional =
    excluded.provisional, is_window = excluded.is_window, shown = excluded.shown, lapse = excluded.lapse, suspended =
    excluded.suspended, lapsed = excluded.lapsed;

-- name: drop_deadlines
-- Named by case as well as by pair: without statistics yet, the pairs alone would be met by reading every deadline.
DELETE FROM deadline d USING (SELECT %s::text AS district, %s::text[] AS cases, %s::text[] AS clocks) gone
WHERE d.district = gone.district AND d.case_id = ANY(gone.cases)
    AND (d.case_id, d.clock) IN (SELECT * FROM unnest(gone.cases, gone.clocks));

-- name: put_reservations
-- That nobody else holds the key was asked under the lock.
INSERT INTO reservation (district, key, case_id)
SELECT %s, * FROM unnest(%s::text[], %s::text[])
ON CONFLICT (district, key) DO UPDATE SET
    case_id = excluded.case_id;

-- name: drop_reservations
DELETE FROM reservation WHERE district = %s AND (key) IN (SELECT * FROM unnest(%s::text[]));

-- name: add_keys
INSERT INTO case_key (district, case_id, holder, wrapped)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::bytea[]);

-- name: add_words
INSERT INTO vault_word (district, case_id, n, name, sealed)
SELECT %s, * FROM unnest(%s::text[], %s::int[], %s::text[], %s::bytea[]);

-- name: add_photos
-- The same file may be named by two events of one case.
INSERT INTO vault_photo (district, address, case_id, n, content, size)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::int[], %s::text[], %s::bigint[])
ON CONFLICT (district, address) DO NOTHING;
