-- Counts kept by day, the verdicts they are made of, and ledgers as people set them up.

-- name: open_tally
INSERT INTO tally_head (district, position, basis, as_of, filled) VALUES (%s, 0, '', %s::timestamptz, '')
ON CONFLICT (district) DO NOTHING;

-- name: tally_head
SELECT position, basis, as_of, filled, counted, total, run_since, run_from FROM tally_head WHERE district = %s;

-- name: lock_tally
SELECT position, basis, as_of, filled, counted, total, run_since, run_from FROM tally_head WHERE district = %s FOR UPDATE;

-- name: move_tally
UPDATE tally_head SET position = %s, basis = %s, as_of = %s::timestamptz, filled = %s,
    counted = %s, total = %s, run_since = %s::timestamptz, run_from = %s
WHERE district = %s;

-- name: cases_there
SELECT count(*) FROM case_row WHERE district = %s;

-- name: streams_since
-- Which cases have facts that are not counted yet.
SELECT position, stream FROM event WHERE district = %s AND position > %s ORDER BY position LIMIT %s;

-- name: ripe_cases
-- Which cases count as something else by now though nothing happened.
SELECT DISTINCT case_id FROM tally_case WHERE district = %s AND changes_at <= %s::timestamptz LIMIT %s;

-- name: counted_cases
SELECT id, number, programme, population, lead_unit, area, category, next_due, facts FROM case_row
WHERE district = %s AND id = ANY(%s::text[]);

-- name: counted_cases_after
SELECT id, number, programme, population, lead_unit, area, category, next_due, facts FROM case_row
WHERE district = %s AND id > %s ORDER BY id LIMIT %s;

-- name: tally_cases
SELECT case_id, placed_by, programme, number, population, day, unit, area, category, letters, changes_at FROM tally_case
WHERE district = %s AND case_id = ANY(%s::text[]);

-- name: put_tally_cases
INSERT INTO tally_case (district, case_id, placed_by, programme, number, population, day, unit, area, category,
    letters, changes_at)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::text[], %s::text[], %s::text[], %s::timestamptz[])
ON CONFLICT (district, case_id, placed_by) DO UPDATE SET
    day = excluded.day, unit = excluded.unit, area = excluded.area, category = excluded.category, letters =
    excluded.letters, changes_at = excluded.changes_at;

-- name: add_tallies
-- The rows hold what to add.
INSERT INTO tally (district, programme, placed_by, population, dim, key, measure, span, counted, rest, unknown, not_due)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
ON CONFLICT (district, programme, placed_by, population, dim, key, measure, span) DO UPDATE SET
    counted = tally.counted + excluded.counted, rest = tally.rest + excluded.rest, unknown = tally.unknown +
    excluded.unknown, not_due = tally.not_due + excluded.not_due;

-- name: forget_tally_cases
DELETE FROM tally_case WHERE district = %s;

-- name: forget_tallies
DELETE FROM tally WHERE district = %s;

-- name: all_tallies
-- For the rebuild.
SELECT programme, placed_by, population, dim, key, measure, span, counted, rest, unknown, not_due FROM tally
WHERE district = %s AND (counted <> 0 OR rest <> 0 OR unknown <> 0 OR not_due <> 0);

-- name: tally_populations
-- How many cases each programme has in each population.
SELECT programme, population, sum(counted) FROM tally
WHERE district = %s AND dim = 'month' AND measure = 'case.all' GROUP BY programme, population;

-- name: tally_totals
SELECT placed_by, measure, sum(counted), sum(rest), sum(unknown), sum(not_due) FROM tally
WHERE district = %s AND programme = %s AND population = %s AND dim = %s AND key = ''
    AND span >= %s AND span <= %s
GROUP BY placed_by, measure;

-- name: tally_spans
-- One measure along time.
SELECT span, counted, rest, unknown, not_due FROM tally
WHERE district = %s AND programme = %s AND placed_by = %s AND population = %s AND dim = %s AND key = ''
    AND measure = %s AND span >= %s AND span <= %s ORDER BY span;

-- name: tally_keys
-- One dimension: all measures of each unit, area or category.
SELECT key, measure, sum(counted), sum(rest), sum(unknown), sum(not_due) FROM tally
WHERE district = %s AND programme = %s AND placed_by = %s AND population = %s AND dim = %s
    AND span >= %s AND span <= %s
GROUP BY key, measure;

-- name: tally_key_spans
-- One measure of each unit along time.
SELECT key, span, counted, rest, unknown, not_due FROM tally
WHERE district = %s AND programme = %s AND placed_by = %s AND population = %s AND dim = %s AND measure = %s
    AND span >= %s AND span <= %s ORDER BY key, span;

-- name: tally_list
-- The cases with one of some letters on some days, after a case; put together like other lists.
SELECT t.case_id, t.number, t.day FROM tally_case t
WHERE t.district = %s AND t.programme = %s AND t.placed_by = %s AND t.population = %s AND t.day = ANY(%s::text[])
    AND (t.day, t.number) > (%s, %s) AND strpos(%s, substr(t.letters, %s::int, 1)) > 0

-- name: question_days
-- On which days cases were raised that a question counts.
SELECT population, span, counted FROM tally
WHERE district = %s AND programme = ANY(%s::text[]) AND placed_by = 'raised_on' AND dim = 'day' AND key = '' AND measure = %s
    AND counted > 0;

-- name: question_cases
SELECT case_id FROM tally_case
WHERE district = %s AND programme = ANY(%s::text[]) AND placed_by = 'raised_on' AND population = ANY(%s::text[])
    AND day = ANY(%s::text[]) AND substr(letters, %s::int, 1) = 'y';

-- name: only_tally_unit
AND t.unit = %s

-- name: only_tally_area
AND t.area = %s

-- name: only_tally_category
AND t.category = %s

-- name: only_tally_mark
AND EXISTS (SELECT 1 FROM case_row c
    WHERE c.district = t.district AND c.id = t.case_id AND strpos(c.marks, %s) > 0)

-- name: by_tally_day
ORDER BY t.day, t.number LIMIT %s

-- name: tally_groups
-- Cases that count alike, for those whose reach is a part of the district; put together like other lists.
SELECT t.placed_by, substr(t.day, 1, 7), coalesce(t.unit, ''), coalesce(t.area, ''), t.letters, count(*)
FROM tally_case t
WHERE t.district = %s AND t.programme = %s AND t.population = %s AND t.day >= %s AND t.day <= %s

-- name: within_tally_reach
AND (t.area = ANY(%s::text[])
    OR t.case_id IN (SELECT k.case_id FROM task_row k WHERE k.district = %s AND k.unit = ANY(%s::text[])
        AND k.state NOT IN ('returned', 'revoked')))

-- name: not_tally_about
-- Without the few cases that are about one of these units.
AND t.case_id NOT IN (SELECT m.case_id FROM mention m
    WHERE m.district = %s AND m.register = '@about' AND m.key = ANY(%s::text[]))

-- name: only_tally_about
AND t.case_id IN (SELECT m.case_id FROM mention m
    WHERE m.district = %s AND m.register = '@about' AND m.key = ANY(%s::text[]))

-- name: by_tally_group
GROUP BY 1, 2, 3, 4, 5

-- name: tally_day_of
SELECT day FROM tally_case WHERE district = %s AND placed_by = %s AND case_id = %s;

-- name: save_view
INSERT INTO saved_view (district, id, account, ledger, title, query, shared, saved_at, unit)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s);

-- name: saved_views
-- One's own, and those that are shared with one of these units.
SELECT id, account, title, query, unit FROM saved_view
WHERE district = %s AND ledger = %s AND (account = %s OR (shared AND unit = ANY(%s::text[]))) ORDER BY title, id;

-- name: rename_view
UPDATE saved_view SET title = %s, shared = %s, unit = %s WHERE district = %s AND id = %s AND account = %s;

-- name: drop_view
DELETE FROM saved_view WHERE district = %s AND id = %s AND account = %s;
