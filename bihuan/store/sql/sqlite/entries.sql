-- Entries of registers: which there are, and every dated value as it was said.

-- name: entries_held
SELECT r.key, r.stream, r.n, r.population, r.leaf_hash, c.wrapped, p.wrapped FROM entry_row r
LEFT JOIN case_key c ON c.district = r.district AND c.case_id = r.stream AND c.holder = 'case'
LEFT JOIN case_key p ON p.district = r.district AND p.case_id = r.stream AND p.holder = 'reporter'
WHERE r.district = ? AND r.register = ? AND r.key IN (SELECT value FROM json_each(?));

-- name: entry_values
SELECT key, field, since, value, position, recorded FROM register_value
WHERE district = ? AND register = ? AND key IN (SELECT value FROM json_each(?)) ORDER BY position;

-- name: register_value
SELECT value, since, position FROM register_value
WHERE district = ? AND register = ? AND key = ? AND field = ? AND since <= ?
ORDER BY since DESC, position DESC LIMIT 1;

-- name: last_own_code
SELECT max(key) FROM entry_row WHERE district = ? AND register = ? AND substr(key, 1, ?) = ? AND length(key) = ?;

-- name: put_entries
INSERT INTO entry_row (district, register, key, stream, n, population, search, recorded, leaf_hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, register, key) DO UPDATE SET
    n = excluded.n, search = excluded.search, recorded = excluded.recorded, leaf_hash = excluded.leaf_hash;

-- name: add_register_values
INSERT INTO register_value (district, register, key, field, since, position, stream, value, recorded)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: entry_rows_between
SELECT register, key, stream, n, population, search, recorded, leaf_hash FROM entry_row
WHERE district = ? AND stream > ? AND stream <= ?;

-- name: register_values_between
SELECT register, key, field, since, position, stream, value, recorded FROM register_value
WHERE district = ? AND stream > ? AND stream <= ?;

-- name: forget_entries
DELETE FROM entry_row WHERE district = ?;

-- name: forget_register_values
DELETE FROM register_value WHERE district = ?;

-- name: count_entries
SELECT register, count(*) FROM entry_row WHERE district = ? GROUP BY register ORDER BY register;

-- name: entry_stream
SELECT position, body FROM event WHERE district = ? AND stream = ? ORDER BY n;

-- name: entry_of
SELECT stream, n, recorded, population FROM entry_row WHERE district = ? AND register = ? AND key = ?;
