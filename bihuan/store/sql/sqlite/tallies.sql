-- Counts kept by day, the verdicts they are made of, and ledgers as people set them up.

-- name: open_tally
INSERT INTO tally_head (district, position, basis, as_of, filled) VALUES (?, 0, '', ?, '')
ON CONFLICT (district) DO NOTHING;

-- name: tally_head
SELECT position, basis, as_of, filled, counted, total, run_since, run_from FROM tally_head WHERE district = ?;

-- name: lock_tally
SELECT position, basis, as_of, filled, counted, total, run_since, run_from FROM tally_head WHERE district = ?;

-- name: move_tally
UPDATE tally_head SET position = ?, basis = ?, as_of = ?, filled = ?,
    counted = ?, total = ?, run_since = ?, run_from = ?
WHERE district = ?;

-- name: cases_there
SELECT count(*) FROM case_row WHERE district = ?;

-- name: streams_since
-- Which cases have facts that are not counted yet.
SELECT position, stream FROM event WHERE district = ? AND position > ? ORDER BY position LIMIT ?;

-- name: ripe_cases
-- Which cases count as something else by now though nothing happened.
SELECT DISTINCT case_id FROM tally_case WHERE district = ? AND changes_at <= ? LIMIT ?;

-- name: counted_cases
SELECT id, number, programme, population, lead_unit, area, category, next_due, facts FROM case_row
WHERE district = ? AND id IN (SELECT value FROM json_each(?));

-- name: counted_cases_after
SELECT id, number, programme, population, lead_unit, area, category, next_due, facts FROM case_row
WHERE district = ? AND id > ? ORDER BY id LIMIT ?;

-- name: tally_cases
SELECT case_id, placed_by, programme, number, population, day, unit, area, category, letters, changes_at FROM tally_case
WHERE district = ? AND case_id IN (SELECT value FROM json_each(?));

-- name: put_tally_cases
INSERT INTO tally_case (district, case_id, placed_by, programme, number, population, day, unit, area, category,
    letters, changes_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, case_id, placed_by) DO UPDATE SET
    day = excluded.day, unit = excluded.unit, area = excluded.area, category = excluded.category, letters =
    excluded.letters, changes_at = excluded.changes_at;

-- name: add_tallies
-- The rows hold what to add.
INSERT INTO tally (district, programme, placed_by, population, dim, key, measure, span, counted, rest, unknown, not_due)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, programme, placed_by, population, dim, key, measure, span) DO UPDATE SET
    counted = tally.counted + excluded.counted, rest = tally.rest + excluded.rest, unknown = tally.unknown +
    excluded.unknown, not_due = tally.not_due + excluded.not_due;

-- name: forget_tally_cases
DELETE FROM tally_case WHERE district = ?;

-- name: forget_tallies
DELETE FROM tally WHERE district = ?;

-- name: all_tallies
-- For the rebuild.
SELECT programme, placed_by, population, dim, key, measure, span, counted, rest, unknown, not_due FROM tally
WHERE district = ? AND (counted <> 0 OR rest <> 0 OR unknown <> 0 OR not_due <> 0);

-- name: tally_populations
-- How many cases each programme has in each population.
SELECT programme, population, sum(counted) FROM tally
WHERE district = ? AND dim = 'month' AND measure = 'case.all' GROUP BY programme, population;

-- name: tally_totals
SELECT placed_by, measure, sum(counted), sum(rest), sum(unknown), sum(not_due) FROM tally
WHERE district = ? AND programme = ? AND population = ? AND dim = ? AND key = ''
    AND span >= ? AND span <= ?
GROUP BY placed_by, measure;

-- name: tally_spans
-- One measure along time.
SELECT span, counted, rest, unknown, not_due FROM tally
WHERE district = ? AND programme = ? AND placed_by = ? AND population = ? AND dim = ? AND key = ''
    AND measure = ? AND span >= ? AND span <= ? ORDER BY span;

-- name: tally_keys
-- One dimension: all measures of each unit, area or category.
SELECT key, measure, sum(counted), sum(rest), sum(unknown), sum(not_due) FROM tally
WHERE district = ? AND programme = ? AND placed_by = ? AND population = ? AND dim = ?
    AND span >= ? AND span <= ?
GROUP BY key, measure;

-- name: tally_key_spans
-- One measure of each unit along time.
SELECT key, span, counted, rest, unknown, not_due FROM tally
WHERE district = ? AND programme = ? AND placed_by = ? AND population = ? AND dim = ? AND measure = ?
    AND span >= ? AND span <= ? ORDER BY key, span;

-- name: tally_list
-- The cases with one of some letters on some days, after a case; put together like other lists.
SELECT t.case_id, t.number, t.day FROM tally_case t
WHERE t.district = ? AND t.programme = ? AND t.placed_by = ? AND t.population = ?
    AND t.day IN (SELECT value FROM json_each(?))
    AND (t.day, t.number) > (?, ?) AND instr(?, substr(t.letters, ?, 1)) > 0

-- name: question_days
-- On which days cases were raised that a question counts.
SELECT population, span, counted FROM tally
WHERE district = ? AND programme IN (SELECT value FROM json_each(?)) AND placed_by = 'raised_on' AND dim = 'day' AND key = '' AND measure = ?
    AND counted > 0;

-- name: question_cases
SELECT case_id FROM tally_case
WHERE district = ? AND programme IN (SELECT value FROM json_each(?)) AND placed_by = 'raised_on' AND population IN (SELECT value FROM json_each(?))
    AND day IN (SELECT value FROM json_each(?)) AND substr(letters, ?, 1) = 'y';

-- name: only_tally_unit
AND t.unit = ?

-- name: only_tally_area
AND t.area = ?

-- name: only_tally_category
AND t.category = ?

-- name: only_tally_mark
AND EXISTS (SELECT 1 FROM case_row c
    WHERE c.district = t.district AND c.id = t.case_id AND instr(c.marks, ?) > 0)

-- name: by_tally_day
ORDER BY t.day, t.number LIMIT ?

-- name: tally_groups
-- Cases that count alike, for those whose reach is a part of the district; put together like other lists.
SELECT t.placed_by, substr(t.day, 1, 7), coalesce(t.unit, ''), coalesce(t.area, ''), t.letters, count(*)
FROM tally_case t
WHERE t.district = ? AND t.programme = ? AND t.population = ? AND t.day >= ? AND t.day <= ?

-- name: within_tally_reach
AND (t.area IN (SELECT value FROM json_each(?))
    OR t.case_id IN (SELECT k.case_id FROM task_row k WHERE k.district = ? AND k.unit IN (SELECT value FROM json_each(?))
        AND k.state NOT IN ('returned', 'revoked')))

-- name: not_tally_about
-- Without the few cases that are about one of these units.
AND t.case_id NOT IN (SELECT m.case_id FROM mention m
    WHERE m.district = ? AND m.register = '@about' AND m.key IN (SELECT value FROM json_each(?)))

-- name: only_tally_about
AND t.case_id IN (SELECT m.case_id FROM mention m
    WHERE m.district = ? AND m.register = '@about' AND m.key IN (SELECT value FROM json_each(?)))

-- name: by_tally_group
GROUP BY 1, 2, 3, 4, 5

-- name: tally_day_of
SELECT day FROM tally_case WHERE district = ? AND placed_by = ? AND case_id = ?;

-- name: save_view
INSERT INTO saved_view (district, id, account, ledger, title, query, shared, saved_at, unit)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: saved_views
-- One's own, and those that are shared with one of these units.
SELECT id, account, title, query, unit FROM saved_view
WHERE district = ? AND ledger = ? AND (account = ? OR (shared AND unit IN (SELECT value FROM json_each(?)))) ORDER BY title, id;

-- name: rename_view
UPDATE saved_view SET title = ?, shared = ?, unit = ? WHERE district = ? AND id = ? AND account = ?;

-- name: drop_view
DELETE FROM saved_view WHERE district = ? AND id = ? AND account = ?;
