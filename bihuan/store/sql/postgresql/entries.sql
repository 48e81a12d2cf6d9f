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

-- name: entry_stream
SELECT position, body FROM event WHERE district = %s AND stream = %s ORDER BY n;

-- name: entry_of
SELECT stream, n, recorded, population FROM entry_row WHERE district = %s AND register = %s AND key = %s;
