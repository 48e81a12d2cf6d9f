-- Entries of registers: which there are, and every dated value as it was said.

-- name: entries_held
SELECT r.key, r.stream, r.n, r.population, r.leaf_hash, c.wrapped, p.wrapped FROM entry_row r
LEFT JOIN case_key c ON c.district = r.district AND c.case_id = r.stream AND c.holder = 'case'
LEFT JOIN case_key p ON p.district = r.district AND p.case_id = r.stream AND p.holder = 'reporter'
WHERE r.district = %s AND r.register = %s AND r.key = ANY(%s::text[]);

-- name: entry_values
SELECT key, field, since, value, position, recorded FROM register_value
WHERE district = %s AND register = %s AND key = ANY(%s::text[]) ORDER BY position;

-- name: register_value
SELECT value, since, position FROM register_value
WHERE district = %s AND register = %s AND key = %s AND field = %s AND since <= %s
ORDER BY since DESC, position DESC LIMIT 1;

-- name: entries_with_value
-- Those that ever said it by a day; which of them still do is decided on their values.
SELECT DISTINCT key FROM register_value
WHERE district = %s AND register = %s AND field = %s AND value = %s AND since <= %s ORDER BY key LIMIT %s;

-- name: last_own_code
SELECT max(key) FROM entry_row WHERE district = %s AND register = %s AND substr(key, 1, %s) = %s AND length(key) = %s;

-- name: put_entries
INSERT INTO entry_row (district, register, key, stream, n, population, search, recorded, leaf_hash)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[], %s::text[], %s::text[],
    %s::timestamptz[], %s::bytea[])
ON CONFLICT (district, register, key) DO UPDATE SET
    n = excluded.n, search = excluded.search, recorded = excluded.recorded, leaf_hash = excluded.leaf_hash;

-- name: add_register_values
INSERT INTO register_value (district, register, key, field, since, position, stream, value, recorded)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[],
    %s::timestamptz[]);

-- name: entry_rows_between
SELECT register, key, stream, n, population, search, recorded, leaf_hash FROM entry_row
WHERE district = %s AND stream > %s AND stream <= %s;

-- name: register_values_between
SELECT register, key, field, since, position, stream, value, recorded FROM register_value
WHERE district = %s AND stream > %s AND stream <= %s;

-- name: forget_entries
DELETE FROM entry_row WHERE district = %s;

-- name: forget_register_values
DELETE FROM register_value WHERE district = %s;

-- name: count_entries
SELECT register, count(*) FROM entry_row WHERE district = %s GROUP BY register ORDER BY register;

-- name: entries_listed
-- Put together from this head, any of the `only_` parts, and `by_entry`.
SELECT r.key, r.stream, r.n, r.population, r.recorded FROM entry_row r WHERE r.district = %s AND r.register = %s

-- name: entries_counted
SELECT count(*) FROM entry_row r WHERE r.district = %s AND r.register = %s

-- name: only_like
AND r.search LIKE %s ESCAPE '\'

-- name: only_like_open
-- For those who do not see every value: the code, and fields that are open.
AND (lower(r.key) LIKE %s ESCAPE '\' OR EXISTS (SELECT 1 FROM register_value o WHERE o.district = r.district
    AND o.register = r.register AND o.key = r.key AND o.field = ANY(%s::text[]) AND lower(o.value) LIKE %s ESCAPE '\'))

-- name: only_holding
-- The value in force on a day, as known at a moment.
AND EXISTS (SELECT 1 FROM register_value v WHERE v.district = r.district AND v.register = r.register
    AND v.key = r.key AND v.field = %s AND v.value = %s AND v.since <= %s AND v.recorded < %s
    AND NOT EXISTS (SELECT 1 FROM register_value w WHERE w.district = v.district AND w.register = v.register
        AND w.key = v.key AND w.field = v.field AND w.since <= %s AND w.recorded < %s
        AND (w.since > v.since OR (w.since = v.since AND w.position > v.position))))

-- name: only_after_entry
AND r.key > %s

-- name: by_entry
ORDER BY r.key LIMIT %s

-- name: entry_spells
-- The day from which each entry was last put into force.
SELECT key, max(since) FROM register_value
WHERE district = %s AND register = %s AND key = ANY(%s::text[]) AND field = '*' AND value = 'true' AND since <= %s AND recorded < %s
GROUP BY key;

-- name: entry_words
SELECT w.case_id, w.n, w.name, w.sealed, k.wrapped FROM vault_word w
JOIN case_key k ON k.district = w.district AND k.case_id = w.case_id AND k.holder = %s
WHERE w.district = %s AND w.case_id = ANY(%s::text[]) ORDER BY w.case_id, w.n;

-- name: entries_referring
SELECT v.register, v.key, v.field FROM register_value v
WHERE v.district = %s AND v.register = %s AND v.field = %s AND v.value = %s AND v.since <= %s ORDER BY v.key LIMIT %s;

-- name: entry_stream
SELECT position, body FROM event WHERE district = %s AND stream = %s ORDER BY n;

-- name: entry_of
SELECT stream, n, recorded, population FROM entry_row WHERE district = %s AND register = %s AND key = %s;
