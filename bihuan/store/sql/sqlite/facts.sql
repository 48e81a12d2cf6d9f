-- What the one writer reads and writes.

-- name: known_requests
SELECT request_id, command_digest, answer FROM request WHERE district = ? AND request_id IN (SELECT value FROM json_each(?));

-- name: load_cases
SELECT c.id, c.state, c.ended_at, c.leaf_hash, k.wrapped, r.wrapped
FROM case_row c
LEFT JOIN case_key k ON k.district = c.district AND k.case_id = c.id AND k.holder = 'case'
LEFT JOIN case_key r ON r.district = c.district AND r.case_id = c.id AND r.holder = 'reporter'
WHERE c.district = ? AND c.id IN (SELECT value FROM json_each(?));

-- name: reservation_holder
SELECT case_id FROM reservation WHERE district = ? AND key = ?;

-- name: add_events
-- The facts. Never anything but inserted.
INSERT INTO event (district, position, stream, n, recorded, occurred, verb, step, programme, body, leaf, leaf_hash,
    request_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: add_outbox
INSERT INTO outbox (district, id, case_id, position, telling, audience, created_at, state)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: add_requests
INSERT INTO request (district, request_id, command_digest, answer, recorded)
VALUES (?, ?, ?, ?, ?);

-- name: put_cases
-- What is a fact of its opening never changes, so an update leaves it alone.
INSERT INTO case_row (district, id, number, programme, edition, population, n, stage, final, standing, outcome, lead_unit, area,
    category, marks, opened_at, occurred_at, ended_at, supervision, next_due, state, facts, leaf_hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, id) DO UPDATE SET
    n = excluded.n, stage = excluded.stage, final = excluded.final, standing = excluded.standing, outcome = excluded.outcome, lead_unit =
    excluded.lead_unit, area = excluded.area, category = excluded.category, marks = excluded.marks, ended_at = excluded.ended_at, supervision
    = excluded.supervision, next_due = excluded.next_due, state = excluded.state, facts = excluded.facts, leaf_hash =
    excluded.leaf_hash;

-- name: put_tasks
INSERT INTO task_row (district, case_id, task, unit, kind, state, due_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, case_id, task) DO UPDATE SET
    unit = excluded.unit, kind = excluded.kind, state = excluded.state, due_at = excluded.due_at;

-- name: put_mentions
INSERT INTO mention (district, case_id, register, key, occurred_at)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (district, case_id, register, key) DO NOTHING;

-- name: drop_mentions
DELETE FROM mention WHERE district = ? AND case_id = ? AND register = ? AND key = ?;

-- name: put_deadlines
INSERT INTO deadline (district, case_id, clock, name, task, owner, due_at, provisional, is_window, shown, lapse,
    suspended, lapsed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, case_id, clock) DO UPDATE SET
    name = excluded.name, task = excluded.task, owner = excluded.owner, due_at = excluded.due_at, provisional =
    excluded.provisional, is_window = excluded.is_window, shown = excluded.shown, lapse = excluded.lapse, suspended =
    excluded.suspended, lapsed = excluded.lapsed;

-- name: drop_deadlines
DELETE FROM deadline WHERE district = ? AND case_id = ? AND clock = ?;

-- name: put_reservations
-- That nobody else holds the key was asked under the lock.
INSERT INTO reservation (district, key, case_id)
VALUES (?, ?, ?)
ON CONFLICT (district, key) DO UPDATE SET
    case_id = excluded.case_id;

-- name: drop_reservations
DELETE FROM reservation WHERE district = ? AND key = ?;

-- name: add_keys
INSERT INTO case_key (district, case_id, holder, wrapped)
VALUES (?, ?, ?, ?);

-- name: add_words
INSERT INTO vault_word (district, case_id, n, name, sealed)
VALUES (?, ?, ?, ?, ?);

-- name: add_photos
-- The same file may be named by two events of one case.
INSERT INTO vault_photo (district, address, case_id, n, content, size)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (district, address) DO NOTHING;
