-- Statements for SQLite. Batches step one prepared statement over their rows; lists arrive as JSON (json_each).
-- Names and the order of parameters are those of postgresql.sql. `district` is always bound.

-- name: begin
BEGIN IMMEDIATE;

-- name: begin_reading
BEGIN;

-- name: commit
COMMIT;

-- name: open_district
INSERT INTO head (district, position, cases, edition, registers) VALUES (?, 0, 0, '', 0)
ON CONFLICT (district) DO NOTHING;

-- name: lock_head
SELECT position, cases, edition, registers FROM head WHERE district = ?;

-- name: head
SELECT position, cases, edition, registers FROM head WHERE district = ?;

-- name: move_head
-- The fence: no row means that another writer was here although the head was locked.
UPDATE head SET position = ?, cases = ? WHERE district = ? AND position = ?;

-- name: set_edition
UPDATE head SET edition = ? WHERE district = ?;

-- name: touch_registers
UPDATE head SET registers = registers + 1 WHERE district = ?;

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

-- name: register_value
SELECT value FROM register_entry
WHERE district = ? AND register = ? AND key = ? AND field = ? AND since <= ?
  AND (until IS NULL OR until >= ?)
ORDER BY since DESC LIMIT 1;

-- name: due_clocks
SELECT case_id, clock, due_at FROM deadline
WHERE district = ? AND NOT lapsed AND NOT suspended AND due_at < ?
ORDER BY due_at, case_id, clock LIMIT ?;

-- name: case_by_number
SELECT id FROM case_row WHERE district = ? AND number = ?;

-- name: case_state
SELECT state, ended_at, leaf_hash FROM case_row WHERE district = ? AND id = ?;

-- name: case_events
SELECT position, body FROM event WHERE district = ? AND stream = ? ORDER BY n;

-- name: case_leaves
SELECT n, position, leaf, leaf_hash FROM event WHERE district = ? AND stream = ? ORDER BY n;

-- name: case_keys
SELECT holder, wrapped FROM case_key WHERE district = ? AND case_id = ?;

-- name: case_words
SELECT n, name, sealed FROM vault_word WHERE district = ? AND case_id = ? ORDER BY n, name;

-- name: case_photos
SELECT n, address, content, size FROM vault_photo WHERE district = ? AND case_id = ? ORDER BY n, address;

-- name: photo_case
SELECT case_id FROM vault_photo WHERE district = ? AND address = ?;

-- name: known_photos
SELECT address FROM vault_photo WHERE district = ? AND address IN (SELECT value FROM json_each(?));

-- name: case_facts
-- For indicators: a page of cases by id.
SELECT id, facts FROM case_row WHERE district = ? AND programme = ? AND id > ? ORDER BY id LIMIT ?;

-- name: waiting_notices
SELECT id, case_id, position, telling, audience, created_at FROM outbox
WHERE district = ? AND state = 'waiting' ORDER BY position, id LIMIT ?;

-- name: mark_notice
UPDATE outbox SET state = ? WHERE district = ? AND id = ?;

-- name: units
SELECT id, title_zh, title_en, level, parent, areas, since, until FROM unit WHERE district = ? ORDER BY id, since;

-- name: areas
SELECT id, title_zh, title_en, parent FROM area WHERE district = ? ORDER BY id;

-- name: accounts
SELECT id, title_zh, title_en, active FROM account WHERE district = ? ORDER BY id;

-- name: posts
SELECT account, duty, unit, areas, since, until FROM post WHERE district = ? ORDER BY account, duty, unit, since;

-- name: posts_of
SELECT account, duty, unit, areas, since, until FROM post WHERE district = ? AND account = ? ORDER BY duty, unit, since;

-- name: pack_files
SELECT path, hash, text, kind, id, edition, since FROM pack_file WHERE district = ?
ORDER BY loaded_at, path;

-- name: import_run
SELECT id, source, file_hash, mapping_hash, next_row, accepted, refused, state FROM import_run
WHERE district = ? AND file_hash = ? AND mapping_hash = ?;

-- name: open_import
INSERT INTO import_run (district, id, source, file_hash, mapping_hash, next_row, accepted, refused, state)
VALUES (?, ?, ?, ?, ?, 0, 0, 0, 'running')
ON CONFLICT (district, file_hash, mapping_hash) DO NOTHING;

-- name: move_import
UPDATE import_run SET next_row = ?, accepted = ?, refused = ?, state = ? WHERE district = ? AND id = ?;

-- name: open_cases
-- For a changed calendar or rule: the next open cases in order.
SELECT id, n FROM case_row WHERE district = ? AND final = 0 AND id > ? ORDER BY id LIMIT ?;

-- name: streams_after
-- For the rebuild: the next streams in order.
SELECT stream FROM event WHERE district = ? AND n = 0 AND stream > ? ORDER BY stream LIMIT ?;

-- name: events_between
SELECT stream, n, position, body, leaf, leaf_hash, recorded, occurred, verb, step, programme FROM event
WHERE district = ? AND stream > ? AND stream <= ? ORDER BY stream, n;

-- name: cases_between
SELECT id, number, programme, edition, population, n, stage, final, outcome, lead_unit, area, category, opened_at,
    occurred_at, ended_at, supervision, next_due, state, facts, leaf_hash FROM case_row
WHERE district = ? AND id > ? AND id <= ? ORDER BY id;

-- name: tasks_between
SELECT case_id, task, unit, kind, state, due_at FROM task_row WHERE district = ? AND case_id > ? AND case_id <= ?;

-- name: deadlines_between
SELECT case_id, clock, name, task, owner, due_at, provisional, is_window, shown, lapse, suspended, lapsed FROM deadline
WHERE district = ? AND case_id > ? AND case_id <= ?;

-- name: reservations_between
SELECT key, case_id FROM reservation WHERE district = ? AND case_id > ? AND case_id <= ?;

-- name: outbox_between
SELECT id, case_id, position, telling, audience, created_at FROM outbox
WHERE district = ? AND case_id > ? AND case_id <= ?;

-- name: count_events
SELECT count(*), coalesce(max(position), 0) FROM event WHERE district = ?;

-- name: count_cases
SELECT count(*) FROM event WHERE district = ? AND n = 0;

-- name: forget_cases
DELETE FROM case_row WHERE district = ?;

-- name: forget_tasks
DELETE FROM task_row WHERE district = ?;

-- name: forget_deadlines
DELETE FROM deadline WHERE district = ?;

-- name: forget_reservations
DELETE FROM reservation WHERE district = ?;

-- name: list_cases
-- Lists are put together from this head, any of the `only_` parts, one `after_` part and one `by_` part.
SELECT c.state, c.ended_at, c.next_due, c.occurred_at, c.number FROM case_row c WHERE c.district = ?

-- name: only_programme
AND c.programme = ?

-- name: only_stage
AND c.stage = ?

-- name: only_final
AND c.final = ?

-- name: only_population
AND c.population = ?

-- name: only_lead_unit
AND c.lead_unit = ?

-- name: only_area
AND c.area = ?

-- name: only_category
AND c.category = ?

-- name: only_raised_since
AND c.occurred_at >= ?

-- name: only_raised_before
AND c.occurred_at < ?

-- name: only_due_before
AND c.next_due < ?

-- name: only_supervised
AND c.supervision >= ?

-- name: only_ids
AND c.id IN (SELECT value FROM json_each(?))

-- name: within_reach
-- Narrows down before the policy decides on each case: areas, and units that have a part in it.
AND (c.area IN (SELECT value FROM json_each(?))
    OR c.id IN (SELECT t.case_id FROM task_row t WHERE t.district = ? AND t.unit IN (SELECT value FROM json_each(?))))

-- name: after_due
AND (c.next_due, c.id) > (?, ?)

-- name: after_raised
AND (c.occurred_at, c.id) < (?, ?)

-- name: after_number
AND (c.number, c.id) < (?, ?)

-- name: by_due
ORDER BY c.next_due, c.id LIMIT ?

-- name: by_raised
ORDER BY c.occurred_at DESC, c.id DESC LIMIT ?

-- name: by_number
ORDER BY c.number DESC, c.id DESC LIMIT ?

-- name: unit_tasks
-- What the units still owe, by due time; what has none comes last on both engines.
SELECT t.task, t.due_at, c.state FROM task_row t
JOIN case_row c ON c.district = t.district AND c.id = t.case_id
WHERE t.district = ? AND t.unit IN (SELECT value FROM json_each(?)) AND t.state IN ('given', 'signed') AND NOT c.final
ORDER BY t.due_at IS NULL, t.due_at, t.case_id, t.task LIMIT ?;

-- name: add_events
-- The facts. Never anything but inserted.
INSERT INTO event (district, position, stream, n, recorded, occurred, verb, step, programme, body, leaf, leaf_hash,
    request_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_cases
-- What is a fact of its opening never changes, so an update leaves it alone.
INSERT INTO case_row (district, id, number, programme, edition, population, n, stage, final, outcome, lead_unit, area,
    category, opened_at, occurred_at, ended_at, supervision, next_due, state, facts, leaf_hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, id) DO UPDATE SET
    n = excluded.n, stage = excluded.stage, final = excluded.final, outcome = excluded.outcome, lead_unit =
    excluded.lead_unit, area = excluded.area, category = excluded.category, ended_at = excluded.ended_at, supervision
    = excluded.supervision, next_due = excluded.next_due, state = excluded.state, facts = excluded.facts, leaf_hash =
    excluded.leaf_hash;

-- name: put_tasks
INSERT INTO task_row (district, case_id, task, unit, kind, state, due_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, case_id, task) DO UPDATE SET
    unit = excluded.unit, kind = excluded.kind, state = excluded.state, due_at = excluded.due_at;

-- name: put_deadlines
INSERT INTO deadline (district, case_id, clock, name, task, owner, due_at, provisional, is_window, shown, lapse,
    suspended, lapsed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, case_id, clock) DO UPDATE SET
    name = excluded.name, task = excluded.task, owner = excluded.owner, due_at = excluded.due_at, provisional =
    excluded.provisional, is_window = excluded.is_window, shown = excluded.shown, lapse = excluded.lapse, suspended =
    excluded.suspended, lapsed = excluded.lapsed;

-- name: add_outbox
INSERT INTO outbox (district, id, case_id, position, telling, audience, created_at, state)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_reservations
-- That nobody else holds the key was asked under the lock.
INSERT INTO reservation (district, key, case_id)
VALUES (?, ?, ?)
ON CONFLICT (district, key) DO UPDATE SET
    case_id = excluded.case_id;

-- name: add_requests
INSERT INTO request (district, request_id, command_digest, answer, recorded)
VALUES (?, ?, ?, ?, ?);

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

-- name: put_units
INSERT INTO unit (district, id, title_zh, title_en, level, parent, areas, since, until)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, id, since) DO UPDATE SET
    title_zh = excluded.title_zh, title_en = excluded.title_en, level = excluded.level, parent = excluded.parent,
    areas = excluded.areas, until = excluded.until;

-- name: put_areas
INSERT INTO area (district, id, title_zh, title_en, parent)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (district, id) DO UPDATE SET
    title_zh = excluded.title_zh, title_en = excluded.title_en, parent = excluded.parent;

-- name: put_accounts
INSERT INTO account (district, id, title_zh, title_en, active)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (district, id) DO UPDATE SET
    title_zh = excluded.title_zh, title_en = excluded.title_en, active = excluded.active;

-- name: put_posts
INSERT INTO post (district, account, duty, unit, areas, since, until)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, account, duty, unit, since) DO UPDATE SET
    areas = excluded.areas, until = excluded.until;

-- name: put_register_entries
INSERT INTO register_entry (district, register, key, field, since, value, until)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, register, key, field, since) DO UPDATE SET
    value = excluded.value, until = excluded.until;

-- name: put_pack_files
-- A text that is there already is the same text.
INSERT INTO pack_file (district, path, hash, text, kind, id, edition, since, loaded_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, path, hash) DO NOTHING;

-- name: drop_deadlines
DELETE FROM deadline WHERE district = ? AND case_id = ? AND clock = ?;

-- name: drop_reservations
DELETE FROM reservation WHERE district = ? AND key = ?;
