-- The public log: what waits to be integrated, what stands where, what the district declares.

-- name: open_log
INSERT INTO log_head (district, size, events, declarations, declared) VALUES (?, 0, 0, 0, 0)
ON CONFLICT (district) DO NOTHING;

-- name: lock_log
SELECT size, events, declarations, declared FROM log_head WHERE district = ?;

-- name: log_head
SELECT size, events, declarations, declared FROM log_head WHERE district = ?;

-- name: move_log
-- The fence: no row means that another integrator was here although the row was locked.
UPDATE log_head SET size = ?, events = ?, declarations = ? WHERE district = ? AND size = ?;

-- name: move_declared
UPDATE log_head SET declared = ? WHERE district = ? AND declared = ?;

-- name: waiting_events
-- In order of writing, each with the leaf before it in its stream.
SELECT e.position, e.stream, e.n, e.leaf, e.leaf_hash, p.leaf_hash, e.recorded FROM event e
LEFT JOIN event p ON p.district = e.district AND p.stream = e.stream AND p.n = e.n - 1
WHERE e.district = ? AND e.position > ? ORDER BY e.position LIMIT ?;

-- name: waiting_declarations
SELECT e.position, e.stream, e.n, e.leaf, e.leaf_hash, p.leaf_hash, e.recorded FROM declaration e
LEFT JOIN declaration p ON p.district = e.district AND p.stream = e.stream AND p.n = e.n - 1
WHERE e.district = ? AND e.position > ? ORDER BY e.position LIMIT ?;

-- name: oldest_waiting
SELECT min(recorded) FROM (
    SELECT min(recorded) AS recorded FROM event WHERE district = ? AND position > ?
    UNION ALL SELECT min(recorded) AS recorded FROM declaration WHERE district = ? AND position > ?) waiting;

-- name: logged_events
-- How many events there are up to a position, and whether one lies before the first.
SELECT count(*), coalesce(min(position), 1) - 1 FROM event WHERE district = ? AND position <= ?;

-- name: add_log_leaves
INSERT INTO log_leaf (district, idx, source, position) VALUES (?, ?, ?, ?);

-- name: event_entries
-- The leaves of events from one index of the tree up to another.
SELECT l.idx, e.leaf FROM log_leaf l JOIN event e ON e.district = l.district AND e.position = l.position
WHERE l.district = ? AND l.source = 'event' AND l.idx >= ? AND l.idx < ? ORDER BY l.idx;

-- name: declaration_entries
SELECT l.idx, e.leaf FROM log_leaf l JOIN declaration e ON e.district = l.district AND e.position = l.position
WHERE l.district = ? AND l.source = 'declaration' AND l.idx >= ? AND l.idx < ? ORDER BY l.idx;

-- name: leaf_of_event
-- One event of a case: its leaf and where that stands, if it does already.
SELECT e.leaf, e.leaf_hash, e.recorded, l.idx FROM event e
LEFT JOIN log_leaf l ON l.district = e.district AND l.source = 'event' AND l.position = e.position
WHERE e.district = ? AND e.stream = ? AND e.n = ?;

-- name: count_log_leaves
SELECT count(*), coalesce(max(idx), -1) FROM log_leaf WHERE district = ?;

-- name: last_declaration
SELECT n, leaf_hash FROM declaration WHERE district = ? AND stream = ? ORDER BY n DESC LIMIT 1;

-- name: add_declarations
INSERT INTO declaration (district, position, stream, n, recorded, kind, leaf, leaf_hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: declarations_of
SELECT e.n, e.leaf, e.leaf_hash, e.recorded, l.idx FROM declaration e
LEFT JOIN log_leaf l ON l.district = e.district AND l.source = 'declaration' AND l.position = e.position
WHERE e.district = ? AND e.kind = ? ORDER BY e.position;

-- name: erase_key
DELETE FROM case_key WHERE district = ? AND case_id = ? AND holder = ?;

-- name: erase_words
DELETE FROM vault_word WHERE district = ? AND case_id = ?;

-- name: erase_photos
DELETE FROM vault_photo WHERE district = ? AND case_id = ?;
