-- One case, its words and photos, due clocks, notices.

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

-- name: streams_of
SELECT stream, body FROM event WHERE district = ? AND stream IN (SELECT value FROM json_each(?)) ORDER BY stream, n;

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

-- name: open_cases
-- For a changed calendar or rule: the next open cases in order.
SELECT id, n FROM case_row WHERE district = ? AND final = 0 AND id > ? ORDER BY id LIMIT ?;

-- name: waiting_notices
-- One that is held, because its step may yet be taken back, is not due before.
SELECT id, case_id, position, telling, audience, created_at FROM outbox
WHERE district = ? AND state = 'waiting' AND created_at <= ? ORDER BY position, id LIMIT ?;

-- name: mark_notice
UPDATE outbox SET state = ? WHERE district = ? AND id = ?;
