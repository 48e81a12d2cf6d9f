-- What the rebuild compares and makes again.

-- name: streams_after
-- For the rebuild: the next streams in order.
SELECT stream FROM event WHERE district = %s AND n = 0 AND stream > %s ORDER BY stream LIMIT %s;

-- name: events_between
SELECT stream, n, position, body, leaf, leaf_hash, recorded, occurred, verb, step, programme FROM event
WHERE district = %s AND stream > %s AND stream <= %s ORDER BY stream, n;

-- name: cases_between
SELECT id, number, programme, edition, population, n, stage, final, standing, outcome, lead_unit, area, category, marks, opened_at,
    occurred_at, ended_at, supervision, next_due, state, facts, leaf_hash FROM case_row
WHERE district = %s AND id > %s AND id <= %s ORDER BY id;

-- name: tasks_between
SELECT case_id, task, unit, kind, state, due_at FROM task_row WHERE district = %s AND case_id > %s AND case_id <= %s;

-- name: deadlines_between
SELECT case_id, clock, name, task, owner, due_at, provisional, is_window, shown, lapse, suspended, lapsed FROM deadline
WHERE district = %s AND case_id > %s AND case_id <= %s;

-- name: mentions_between
SELECT case_id, register, key, occurred_at FROM mention WHERE district = %s AND case_id > %s AND case_id <= %s;

-- name: reservations_between
SELECT key, case_id FROM reservation WHERE district = %s AND case_id > %s AND case_id <= %s;

-- name: outbox_between
SELECT id, case_id, position, telling, audience, created_at FROM outbox
WHERE district = %s AND case_id > %s AND case_id <= %s;

-- name: count_events
SELECT count(*), coalesce(max(position), 0) FROM event WHERE district = %s;

-- name: count_cases
SELECT count(*) FROM event WHERE district = %s AND n = 0 AND verb <> 'register';

-- name: forget_cases
DELETE FROM case_row WHERE district = %s;

-- name: forget_tasks
DELETE FROM task_row WHERE district = %s;

-- name: forget_mentions
DELETE FROM mention WHERE district = %s;

-- name: forget_deadlines
DELETE FROM deadline WHERE district = %s;

-- name: forget_reservations
DELETE FROM reservation WHERE district = %s;
