-- Statements for PostgreSQL. Batches and lists arrive as arrays (unnest).
-- Names and the order of parameters are those of sqlite.sql. `district` is always bound.

-- name: begin
BEGIN;

-- name: begin_reading
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;

-- name: commit
COMMIT;

-- name: open_district
INSERT INTO head (district, position, cases, edition, registers) VALUES (%s, 0, 0, '', 0)
ON CONFLICT (district) DO NOTHING;

-- name: lock_head
SELECT position, cases, edition, registers FROM head WHERE district = %s FOR UPDATE;

-- name: head
SELECT position, cases, edition, registers FROM head WHERE district = %s;

-- name: move_head
-- The fence: no row means that another writer was here although the head was locked.
UPDATE head SET position = %s, cases = %s WHERE district = %s AND position = %s;

-- name: set_edition
UPDATE head SET edition = %s WHERE district = %s;

-- name: touch_registers
UPDATE head SET registers = registers + 1 WHERE district = %s;

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

-- name: register_value
SELECT value FROM register_entry
WHERE district = %s AND register = %s AND key = %s AND field = %s AND since <= %s::date
  AND (until IS NULL OR until >= %s::date)
ORDER BY since DESC LIMIT 1;

-- name: due_clocks
SELECT case_id, clock, due_at FROM deadline
WHERE district = %s AND NOT lapsed AND NOT suspended AND due_at < %s::timestamptz
ORDER BY due_at, case_id, clock LIMIT %s;

-- name: case_by_number
SELECT id FROM case_row WHERE district = %s AND number = %s;

-- name: case_state
SELECT state, ended_at, leaf_hash FROM case_row WHERE district = %s AND id = %s;

-- name: case_events
SELECT position, body FROM event WHERE district = %s AND stream = %s ORDER BY n;

-- name: case_leaves
SELECT n, position, leaf, leaf_hash FROM event WHERE district = %s AND stream = %s ORDER BY n;

-- name: case_keys
SELECT holder, wrapped FROM case_key WHERE district = %s AND case_id = %s;

-- name: case_words
SELECT n, name, sealed FROM vault_word WHERE district = %s AND case_id = %s ORDER BY n, name;

-- name: case_photos
SELECT n, address, content, size FROM vault_photo WHERE district = %s AND case_id = %s ORDER BY n, address;

-- name: photo_case
SELECT case_id FROM vault_photo WHERE district = %s AND address = %s;

-- name: known_photos
SELECT address FROM vault_photo WHERE district = %s AND address = ANY(%s::text[]);

-- name: case_facts
-- For indicators: a page of cases by id.
SELECT id, facts FROM case_row WHERE district = %s AND programme = %s AND id > %s ORDER BY id LIMIT %s;

-- name: waiting_notices
SELECT id, case_id, position, telling, audience, created_at FROM outbox
WHERE district = %s AND state = 'waiting' ORDER BY position, id LIMIT %s;

-- name: mark_notice
UPDATE outbox SET state = %s WHERE district = %s AND id = %s;

-- name: units
SELECT id, title_zh, title_en, level, parent, areas, since, until FROM unit WHERE district = %s ORDER BY id, since;

-- name: areas
SELECT id, title_zh, title_en, parent FROM area WHERE district = %s ORDER BY id;

-- name: accounts
SELECT id, title_zh, title_en, active FROM account WHERE district = %s ORDER BY id;

-- name: posts
SELECT account, duty, unit, areas, since, until FROM post WHERE district = %s ORDER BY account, duty, unit, since;

-- name: posts_of
SELECT account, duty, unit, areas, since, until FROM post WHERE district = %s AND account = %s ORDER BY duty, unit, since;

-- name: pack_files
SELECT path, hash, text, kind, id, edition, since FROM pack_file WHERE district = %s
ORDER BY loaded_at, path;

-- name: import_run
SELECT id, source, file_hash, mapping_hash, next_row, accepted, refused, state FROM import_run
WHERE district = %s AND file_hash = %s AND mapping_hash = %s;

-- name: open_import
INSERT INTO import_run (district, id, source, file_hash, mapping_hash, next_row, accepted, refused, state)
VALUES (%s, %s, %s, %s, %s, 0, 0, 0, 'running')
ON CONFLICT (district, file_hash, mapping_hash) DO NOTHING;

-- name: move_import
UPDATE import_run SET next_row = %s, accepted = %s, refused = %s, state = %s WHERE district = %s AND id = %s;

-- name: open_cases
-- For a changed calendar or rule: the next open cases in order.
SELECT id, n FROM case_row WHERE district = %s AND NOT final AND id > %s ORDER BY id LIMIT %s;

-- name: streams_after
-- For the rebuild: the next streams in order.
SELECT stream FROM event WHERE district = %s AND n = 0 AND stream > %s ORDER BY stream LIMIT %s;

-- name: events_between
SELECT stream, n, position, body, leaf, leaf_hash, recorded, occurred, verb, step, programme FROM event
WHERE district = %s AND stream > %s AND stream <= %s ORDER BY stream, n;

-- name: cases_between
SELECT id, number, programme, edition, population, n, stage, final, outcome, lead_unit, area, category, opened_at,
    occurred_at, ended_at, supervision, next_due, state, facts, leaf_hash FROM case_row
WHERE district = %s AND id > %s AND id <= %s ORDER BY id;

-- name: tasks_between
SELECT case_id, task, unit, kind, state, due_at FROM task_row WHERE district = %s AND case_id > %s AND case_id <= %s;

-- name: deadlines_between
SELECT case_id, clock, name, task, owner, due_at, provisional, is_window, shown, lapse, suspended, lapsed FROM deadline
WHERE district = %s AND case_id > %s AND case_id <= %s;

-- name: reservations_between
SELECT key, case_id FROM reservation WHERE district = %s AND case_id > %s AND case_id <= %s;

-- name: outbox_between
SELECT id, case_id, position, telling, audience, created_at FROM outbox
WHERE district = %s AND case_id > %s AND case_id <= %s;

-- name: count_events
SELECT count(*), coalesce(max(position), 0) FROM event WHERE district = %s;

-- name: count_cases
SELECT count(*) FROM event WHERE district = %s AND n = 0;

-- name: forget_cases
DELETE FROM case_row WHERE district = %s;

-- name: forget_tasks
DELETE FROM task_row WHERE district = %s;

-- name: forget_deadlines
DELETE FROM deadline WHERE district = %s;

-- name: forget_reservations
DELETE FROM reservation WHERE district = %s;

-- name: list_cases
-- Lists are put together from this head, any of the `only_` parts, one `after_` part and one `by_` part.
SELECT c.state, c.ended_at, c.next_due, c.occurred_at, c.number FROM case_row c WHERE c.district = %s

-- name: only_programme
AND c.programme = %s

-- name: only_stage
AND c.stage = %s

-- name: only_final
AND c.final = %s

-- name: only_population
AND c.population = %s

-- name: only_lead_unit
AND c.lead_unit = %s

-- name: only_area
AND c.area = %s

-- name: only_category
AND c.category = %s

-- name: only_raised_since
AND c.occurred_at >= %s::timestamptz

-- name: only_raised_before
AND c.occurred_at < %s::timestamptz

-- name: only_due_before
AND c.next_due < %s::timestamptz

-- name: only_supervised
AND c.supervision >= %s

-- name: only_ids
AND c.id = ANY(%s::text[])

-- name: within_reach
-- Narrows down before the policy decides on each case: areas, and units that have a part in it.
AND (c.area = ANY(%s::text[])
    OR c.id IN (SELECT t.case_id FROM task_row t WHERE t.district = %s AND t.unit = ANY(%s::text[])))

-- name: after_due
AND (c.next_due, c.id) > (%s::timestamptz, %s)

-- name: after_raised
AND (c.occurred_at, c.id) < (%s::timestamptz, %s)

-- name: after_number
AND (c.number, c.id) < (%s, %s)

-- name: by_due
ORDER BY c.next_due, c.id LIMIT %s

-- name: by_raised
ORDER BY c.occurred_at DESC, c.id DESC LIMIT %s

-- name: by_number
ORDER BY c.number DESC, c.id DESC LIMIT %s

-- name: unit_tasks
-- What the units still owe, by due time; what has none comes last on both engines.
SELECT t.task, t.due_at, c.state FROM task_row t
JOIN case_row c ON c.district = t.district AND c.id = t.case_id
WHERE t.district = %s AND t.unit = ANY(%s::text[]) AND t.state IN ('given', 'signed') AND NOT c.final
ORDER BY t.due_at IS NULL, t.due_at, t.case_id, t.task LIMIT %s;

-- name: add_events
-- The facts. Never anything but inserted.
INSERT INTO event (district, position, stream, n, recorded, occurred, verb, step, programme, body, leaf, leaf_hash,
    request_id)
SELECT %s, * FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::timestamptz[], %s::timestamptz[], %s::text[],
    %s::text[], %s::text[], %s::text[], %s::bytea[], %s::bytea[], %s::text[]);

-- name: put_cases
-- What is a fact of its opening never changes, so an update leaves it alone.
INSERT INTO case_row (district, id, number, programme, edition, population, n, stage, final, outcome, lead_unit, area,
    category, opened_at, occurred_at, ended_at, supervision, next_due, state, facts, leaf_hash)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[], %s::text[],
    %s::boolean[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[],
    %s::timestamptz[], %s::int[], %s::timestamptz[], %s::text[], %s::text[], %s::bytea[])
ON CONFLICT (district, id) DO UPDATE SET
    n = excluded.n, stage = excluded.stage, final = excluded.final, outcome = excluded.outcome, lead_unit =
    excluded.lead_unit, area = excluded.area, category = excluded.category, ended_at = excluded.ended_at, supervision
    = excluded.supervision, next_due = excluded.next_due, state = excluded.state, facts = excluded.facts, leaf_hash =
    excluded.leaf_hash;

-- name: put_tasks
INSERT INTO task_row (district, case_id, task, unit, kind, state, due_at)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
ON CONFLICT (district, case_id, task) DO UPDATE SET
    unit = excluded.unit, kind = excluded.kind, state = excluded.state, due_at = excluded.due_at;

-- name: put_deadlines
INSERT INTO deadline (district, case_id, clock, name, task, owner, due_at, provisional, is_window, shown, lapse,
    suspended, lapsed)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::boolean[],
    %s::boolean[], %s::boolean[], %s::text[], %s::boolean[], %s::boolean[])
ON CONFLICT (district, case_id, clock) DO UPDATE SET
    name = excluded.name, task = excluded.task, owner = excluded.owner, due_at = excluded.due_at, provisional =
    excluded.provisional, is_window = excluded.is_window, shown = excluded.shown, lapse = excluded.lapse, suspended =
    excluded.suspended, lapsed = excluded.lapsed;

-- name: add_outbox
INSERT INTO outbox (district, id, case_id, position, telling, audience, created_at, state)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::text[]);

-- name: put_reservations
-- That nobody else holds the key was asked under the lock.
INSERT INTO reservation (district, key, case_id)
SELECT %s, * FROM unnest(%s::text[], %s::text[])
ON CONFLICT (district, key) DO UPDATE SET
    case_id = excluded.case_id;

-- name: add_requests
INSERT INTO request (district, request_id, command_digest, answer, recorded)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[]);

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

-- name: put_units
INSERT INTO unit (district, id, title_zh, title_en, level, parent, areas, since, until)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::date[],
    %s::date[])
ON CONFLICT (district, id, since) DO UPDATE SET
    title_zh = excluded.title_zh, title_en = excluded.title_en, level = excluded.level, parent = excluded.parent,
    areas = excluded.areas, until = excluded.until;

-- name: put_areas
INSERT INTO area (district, id, title_zh, title_en, parent)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])
ON CONFLICT (district, id) DO UPDATE SET
    title_zh = excluded.title_zh, title_en = excluded.title_en, parent = excluded.parent;

-- name: put_accounts
INSERT INTO account (district, id, title_zh, title_en, active)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::boolean[])
ON CONFLICT (district, id) DO UPDATE SET
    title_zh = excluded.title_zh, title_en = excluded.title_en, active = excluded.active;

-- name: put_posts
INSERT INTO post (district, account, duty, unit, areas, since, until)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::date[], %s::date[])
ON CONFLICT (district, account, duty, unit, since) DO UPDATE SET
    areas = excluded.areas, until = excluded.until;

-- name: put_register_entries
INSERT INTO register_entry (district, register, key, field, since, value, until)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::date[], %s::text[], %s::date[])
ON CONFLICT (district, register, key, field, since) DO UPDATE SET
    value = excluded.value, until = excluded.until;

-- name: put_pack_files
-- A text that is there already is the same text.
INSERT INTO pack_file (district, path, hash, text, kind, id, edition, since, loaded_at)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::date[],
    %s::timestamptz[])
ON CONFLICT (district, path, hash) DO NOTHING;

-- name: drop_deadlines
DELETE FROM deadline WHERE district = %s AND (case_id, clock) IN (SELECT * FROM unnest(%s::text[], %s::text[]));

-- name: drop_reservations
DELETE FROM reservation WHERE district = %s AND (key) IN (SELECT * FROM unnest(%s::text[]));
