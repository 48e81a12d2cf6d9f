-- What the rebuild compares and makes again.

-- name: streams_after
-- For the rebuild: the next streams in order.
SELECT stream FROM event WHERE district = ? AND n = 0 AND stream > ? ORDER BY stream LIMIT ?;

-- name: events_between
SELECT stream, n, position, body, leaf, leaf_hash, recorded, occurred, verb, step, programme FROM event
WHERE district = ? AND stream > ? AND stream <= ? ORDER BY stream, n;

-- name: cases_between
SELECT id, number, programme, edition, population, n, stage, final, standing, outcome, lead_unit, area, category, marks, opened_at,
    occurred_at, ended_at, supervision, next_due, state, facts, leaf_hash FROM case_row
WHERE district = ? AND id > ? AND id <= ? ORDER BY id;

-- name: tasks_between
SELECT case_id, task, unit, kind, state, due_at FROM task_row WHERE district = ? AND case_id > ? AND case_id <= ?;

-- name: deadlines_between
SELECT case_id, clock, name, task, owner, due_at, provisional, is_window, shown, lapse, suspended, lapsed FROM deadline
WHERE district = ? AND case_id > ? AND case_id <= ?;

-- name: mentions_between
SELECT case_id, register, key, occurred_at FROM mention WHERE district = ? AND case_id > ? AND case_id <= ?;

-- name: reservations_between
SELECT key, case_id FROM reservation WHERE district = ? AND case_id > ? AND case_id <= ?;

-- name: outbox_between
SELECT id, case_id, position, telling, audience, created_at FROM outbox
WHERE district = ? AND case_id > ? AND case_id <= ?;

-- name: count_events
SELECT count(*), coalesce(max(position), 0) FROM event WHERE district = ?;

-- name: count_cases
SELECT count(*) FROM event WHERE district = ? AND n = 0 AND verb <> 'register';

-- name: forget_cases
DELETE FROM case_row WHERE district = ?;

-- name: forget_tasks
DELETE FROM task_row WHERE district = ?;

-- name: forget_mentions
DELETE FROM mention WHERE district = ?;

-- name: forget_deadlines
DELETE FROM deadline WHERE district = ?;

-- name: forget_reservations
DELETE FROM reservation WHERE district = ?;
