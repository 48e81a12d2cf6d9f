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

-- name: entries_with_value
-- Those that ever said it by a day; which of them still do is decided on their values.
SELECT DISTINCT key FROM register_value
WHERE district = ? AND register = ? AND field = ? AND value = ? AND since <= ? ORDER BY key LIMIT ?;

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

-- name: entries_listed
-- Put together from this head, any of the `only_` parts, and `by_entry`.
SELECT r.key, r.stream, r.n, r.population, r.recorded FROM entry_row r WHERE r.district = ? AND r.register = ?

-- name: entries_counted
SELECT count(*) FROM entry_row r WHERE r.district = ? AND r.register = ?

-- name: only_like
AND r.search LIKE ? ESCAPE '\'

-- name: only_like_open
-- For those who do not see every value: the code, and fields that are open.
AND (lower(r.key) LIKE ? ESCAPE '\' OR EXISTS (SELECT 1 FROM register_value o WHERE o.district = r.district
    AND o.register = r.register AND o.key = r.key AND o.field IN (SELECT value FROM json_each(?)) AND lower(o.value) LIKE ? ESCAPE '\'))

-- name: only_holding
-- The value in force on a day, as known at a moment.
AND EXISTS (SELECT 1 FROM register_value v WHERE v.district = r.district AND v.register = r.register
    AND v.key = r.key AND v.field = ? AND v.value = ? AND v.since <= ? AND v.recorded < ?
    AND NOT EXISTS (SELECT 1 FROM register_value w WHERE w.district = v.district AND w.register = v.register
        AND w.key = v.key AND w.field = v.field AND w.since <= ? AND w.recorded < ?
        AND (w.since > v.since OR (w.since = v.since AND w.position > v.position))))

-- name: only_after_entry
AND r.key > ?

-- name: by_entry
ORDER BY r.key LIMIT ?

-- name: entry_spells
-- The day from which each entry was last put into force.
SELECT key, max(since) FROM register_value
WHERE district = ? AND register = ? AND key IN (SELECT value FROM json_each(?)) AND field = '*' AND value = 'true' AND since <= ? AND recorded < ?
GROUP BY key;

-- name: entry_words
SELECT w.case_id, w.n, w.name, w.sealed, k.wrapped FROM vault_word w
JOIN case_key k ON k.district = w.district AND k.case_id = w.case_id AND k.holder = ?
WHERE w.district = ? AND w.case_id IN (SELECT value FROM json_each(?)) ORDER BY w.case_id, w.n;

-- name: entries_referring
SELECT v.register, v.key, v.field FROM register_value v
WHERE v.district = ? AND v.register = ? AND v.field = ? AND v.value = ? AND v.since <= ? ORDER BY v.key LIMIT ?;

-- name: entry_stream
SELECT position, body FROM event WHERE district = ? AND stream = ? ORDER BY n;

-- name: entry_of
SELECT stream, n, recorded, population FROM entry_row WHERE district = ? AND register = ? AND key = ?;
