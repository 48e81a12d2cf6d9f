-- One case, its words and photos, due clocks, notices.

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

-- name: streams_of
SELECT stream, body FROM event WHERE district = %s AND stream = ANY(%s::text[]) ORDER BY stream, n;

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

-- name: open_cases
-- For a changed calendar or rule: the next open cases in order.
SELECT id, n FROM case_row WHERE district = %s AND NOT final AND id > %s ORDER BY id LIMIT %s;

-- name: waiting_notices
-- One that is held, because its step may yet be taken back, is not due before.
SELECT id, case_id, position, telling, audience, created_at FROM outbox
WHERE district = %s AND state = 'waiting' AND created_at <= %s ORDER BY position, id LIMIT %s;

-- name: mark_notice
UPDATE outbox SET state = %s WHERE district = %s AND id = %s;
