-- The blind index of words (decision 0011), draws and shifts of the desk.

-- name: add_search_cases
INSERT INTO search_case (district, ordinal, case_id)
VALUES (?, ?, ?)
ON CONFLICT (district, ordinal) DO NOTHING;

-- name: add_search_tail
INSERT INTO search_tail (district, position, ordinal, tokens)
VALUES (?, ?, ?, ?);

-- name: open_search
INSERT INTO search_head (district, changed)
VALUES (?, ?)
ON CONFLICT (district) DO NOTHING;

-- name: lock_search
-- One changes the blocks at a time.
SELECT changed FROM search_head WHERE district = ?;

-- name: count_search
UPDATE search_head SET changed = changed + 1 WHERE district = ?;

-- name: search_tail
SELECT ordinal, tokens FROM search_tail WHERE district = ?;

-- name: search_tail_first
SELECT position, ordinal, tokens FROM search_tail WHERE district = ? ORDER BY position LIMIT ?;

-- name: forget_tail_to
DELETE FROM search_tail WHERE district = ? AND position <= ?;

-- name: forget_tail_of
DELETE FROM search_tail WHERE district = ? AND ordinal = ?;

-- name: forget_search_tail
DELETE FROM search_tail WHERE district = ?;

-- name: forget_search_blocks
DELETE FROM search_block WHERE district = ?;

-- name: forget_search_cases
DELETE FROM search_case WHERE district = ?;

-- name: forget_search_case
DELETE FROM search_case WHERE district = ? AND ordinal = ?;

-- name: search_blocks
-- From the newest block down to the oldest asked for.
SELECT token, block, members FROM search_block
WHERE district = ? AND token IN (SELECT value FROM json_each(?)) AND block BETWEEN ? AND ?;

-- name: put_search_blocks
INSERT INTO search_block (district, token, block, members)
VALUES (?, ?, ?, ?)
ON CONFLICT (district, token, block) DO UPDATE SET
    members = excluded.members;

-- name: drop_search_blocks
DELETE FROM search_block WHERE district = ? AND token = ? AND block = ?;

-- name: search_newest
SELECT max(ordinal) FROM search_case WHERE district = ?;

-- name: search_cases
SELECT ordinal, case_id FROM search_case WHERE district = ? AND ordinal IN (SELECT value FROM json_each(?));

-- name: search_page
-- For building the index anew: the cases of a page in the order of their ids, with key and number.
SELECT c.id, c.number, k.wrapped FROM case_row c
JOIN case_key k ON k.district = c.district AND k.case_id = c.id AND k.holder = 'case'
WHERE c.district = ? AND c.id > ? ORDER BY c.id LIMIT ?;

-- name: keys_of_cases
SELECT case_id, wrapped FROM case_key WHERE district = ? AND case_id IN (SELECT value FROM json_each(?)) AND holder = 'case';

-- name: words_of_cases
SELECT case_id, n, name, sealed FROM vault_word WHERE district = ? AND case_id IN (SELECT value FROM json_each(?)) ORDER BY case_id, n, name;

-- name: add_callers
INSERT INTO caller (district, hash, case_id)
VALUES (?, ?, ?)
ON CONFLICT (district, hash, case_id) DO NOTHING;

-- name: cases_of_caller
SELECT DISTINCT case_id FROM caller WHERE district = ? AND hash IN (SELECT value FROM json_each(?)) ORDER BY case_id DESC LIMIT ?;

-- name: forget_callers
DELETE FROM caller WHERE district = ? AND case_id = ?;
