-- The blind index of words (decision 0011), draws and shifts of the desk.

-- name: add_search_cases
INSERT INTO search_case (district, ordinal, case_id)
SELECT %s, * FROM unnest(%s::bigint[], %s::text[])
ON CONFLICT (district, ordinal) DO NOTHING;

-- name: add_search_tail
INSERT INTO search_tail (district, position, ordinal, tokens)
SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]);

-- name: open_search
INSERT INTO search_head (district, changed)
SELECT %s, * FROM unnest(%s::bigint[])
ON CONFLICT (district) DO NOTHING;

-- name: lock_search
-- One changes the blocks at a time.
SELECT changed FROM search_head WHERE district = %s FOR UPDATE;

-- name: count_search
UPDATE search_head SET changed = changed + 1 WHERE district = %s;

-- name: search_tail
SELECT ordinal, tokens FROM search_tail WHERE district = %s;

-- name: search_tail_first
SELECT position, ordinal, tokens FROM search_tail WHERE district = %s ORDER BY position LIMIT %s;

-- name: forget_tail_to
DELETE FROM search_tail WHERE district = %s AND position <= %s;

-- name: forget_tail_of
DELETE FROM search_tail WHERE district = %s AND ordinal = %s;

-- name: forget_search_tail
DELETE FROM search_tail WHERE district = %s;

-- name: forget_search_blocks
DELETE FROM search_block WHERE district = %s;

-- name: forget_search_cases
DELETE FROM search_case WHERE district = %s;

-- name: forget_search_case
DELETE FROM search_case WHERE district = %s AND ordinal = %s;

-- name: search_blocks
-- From the newest block down to the oldest asked for.
SELECT token, block, members FROM search_block
WHERE district = %s AND token = ANY(%s::bigint[]) AND block BETWEEN %s AND %s;

-- name: put_search_blocks
INSERT INTO search_block (district, token, block, members)
SELECT %s, * FROM unnest(%s::bigint[], %s::int[], %s::bytea[])
ON CONFLICT (district, token, block) DO UPDATE SET
    members = excluded.members;

-- name: drop_search_blocks
DELETE FROM search_block WHERE district = %s AND (token, block) IN (SELECT * FROM unnest(%s::bigint[], %s::int[]));

-- name: search_newest
SELECT max(ordinal) FROM search_case WHERE district = %s;

-- name: search_cases
SELECT ordinal, case_id FROM search_case WHERE district = %s AND ordinal = ANY(%s::bigint[]);

-- name: search_page
-- For building the index anew: the cases of a page in the order of their ids, with key and number.
SELECT c.id, c.number, k.wrapped FROM case_row c
JOIN case_key k ON k.district = c.district AND k.case_id = c.id AND k.holder = 'case'
WHERE c.district = %s AND c.id > %s ORDER BY c.id LIMIT %s;

-- name: keys_of_cases
SELECT case_id, wrapped FROM case_key WHERE district = %s AND case_id = ANY(%s::text[]) AND holder = 'case';

-- name: words_of_cases
SELECT case_id, n, name, sealed FROM vault_word WHERE district = %s AND case_id = ANY(%s::text[]) ORDER BY case_id, n, name;

-- name: add_callers
INSERT INTO caller (district, hash, case_id)
SELECT %s, * FROM unnest(%s::text[], %s::text[])
ON CONFLICT (district, hash, case_id) DO NOTHING;

-- name: cases_of_caller
SELECT DISTINCT case_id FROM caller WHERE district = %s AND hash = ANY(%s::text[]) ORDER BY case_id DESC LIMIT %s;

-- name: forget_callers
DELETE FROM caller WHERE district = %s AND case_id = %s;
