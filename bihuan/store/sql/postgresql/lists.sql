-- Lists, put together from parts.

-- name: list_cases
-- Lists are put together from this head, any of the `only_` parts, one `after_` part and one `by_` part.
SELECT c.state, c.ended_at, c.next_due, c.occurred_at, c.number, c.id FROM case_row c WHERE c.district = %s

-- name: only_programme
AND c.programme = %s

-- name: only_programmes
AND c.programme = ANY(%s::text[])

-- name: only_stage
AND c.stage = %s

-- name: only_places
-- Programme and stage together: two programmes may call different stages alike. `only_stages` beside it keeps the index.
AND c.programme || '/' || c.stage = ANY(%s::text[])

-- name: only_mark
AND strpos(c.marks, %s) > 0

-- name: only_final
AND c.final = %s

-- name: only_open
-- As a word, not as a value: the index over open cases is found by it.
AND NOT c.final

-- name: only_standing
-- Of those that are not at their end.
AND NOT c.final AND c.standing = %s

-- name: only_ended
AND c.final

-- name: only_population
AND c.population = %s

-- name: only_lead_unit
AND c.lead_unit = %s

-- name: only_area
AND c.area = %s

-- name: only_category
AND c.category = %s

-- name: only_raised_since
AND c.occurred_at >= %s::timestamptz

-- name: only_raised_before
AND c.occurred_at < %s::timestamptz

-- name: only_due_before
AND c.next_due < %s::timestamptz

-- name: only_supervised
-- The second as a word, not as a value: the index over supervised cases is found by it.
AND c.supervision >= %s AND c.supervision > 0

-- name: only_supervised_below
AND c.supervision < %s

-- name: only_happened
-- Told from the counted verdicts; their places are those of the questions of every programme.
AND EXISTS (SELECT 1 FROM tally_case t WHERE t.district = c.district AND t.case_id = c.id
    AND t.placed_by = 'raised_on' AND substr(t.letters, %s::int, 1) = 'y')

-- name: only_grave
AND EXISTS (SELECT 1 FROM tally_case t WHERE t.district = c.district AND t.case_id = c.id
    AND t.placed_by = 'raised_on' AND substr(t.letters, %s::int, 1) = 'y')

-- name: only_not_grave
AND EXISTS (SELECT 1 FROM tally_case t WHERE t.district = c.district AND t.case_id = c.id
    AND t.placed_by = 'raised_on' AND substr(t.letters, %s::int, 1) = 'n')

-- name: only_ids
AND c.id = ANY(%s::text[])

-- name: only_numbers
AND c.number = ANY(%s::text[])

-- name: within_reach
-- Narrows down before the policy decides on each case: areas, and units that have a part in it. The offset keeps the
-- parts from being looked up all at once: those of a large unit are far more than a page.
AND (c.area = ANY(%s::text[])
    OR EXISTS (SELECT 1 FROM task_row t WHERE t.district = %s AND t.case_id = c.id AND t.unit = ANY(%s::text[]) OFFSET 0))

-- name: list_numbers
-- A list as its cases' ids and numbers alone, put together from the same parts.
SELECT c.id, c.number FROM case_row c WHERE c.district = %s

-- name: list_newest
-- The same among the newest cases alone: however rare what is asked for is, no more than those are looked at.
SELECT c.id, c.number FROM (
    SELECT n.id, n.number, n.programme, n.stage, n.final, n.standing, n.population, n.lead_unit, n.area, n.category,
        n.marks, n.occurred_at, n.next_due, n.supervision, n.district
    FROM case_row n WHERE n.district = %s ORDER BY n.occurred_at DESC, n.id DESC LIMIT %s
) c WHERE c.district = %s

-- name: count_some
-- How many an index leaves, counted no further than is asked; one `only_` part, then `up_to`.
SELECT count(*) FROM (SELECT 1 FROM case_row c WHERE c.district = %s

-- name: up_to
LIMIT %s) few

-- name: list_mentions
-- The cases that name an entry of a register, put together like a list; `only_programme`, `within_reach`, then these.
SELECT c.state, c.ended_at, c.next_due, m.occurred_at, m.case_id FROM mention m
JOIN case_row c ON c.district = m.district AND c.id = m.case_id
WHERE m.district = %s AND m.register = %s AND m.key = %s

-- name: after_mention
AND (m.occurred_at, m.case_id) < (%s::timestamptz, %s)

-- name: by_mention
ORDER BY m.occurred_at DESC, m.case_id DESC LIMIT %s

-- name: after_due
AND (c.next_due, c.id) > (%s::timestamptz, %s)

-- name: after_raised
AND (c.occurred_at, c.id) < (%s::timestamptz, %s)

-- name: after_number
AND (c.number, c.id) < (%s, %s)

-- name: by_due
ORDER BY c.next_due, c.id LIMIT %s

-- name: by_raised
ORDER BY c.occurred_at DESC, c.id DESC LIMIT %s

-- name: by_number
ORDER BY c.number DESC, c.id DESC LIMIT %s

-- name: unit_owes
-- How many parts of matters lie with a unit that it has not finished.
SELECT count(*) FROM task_row t
JOIN case_row c ON c.district = t.district AND c.id = t.case_id
WHERE t.district = %s AND t.unit = %s AND t.state IN ('given', 'signed') AND NOT c.final;

-- name: unit_tasks
-- What a unit still owes, by due time: in the order of the index over such parts alone, so that the first few are found
-- without the rest. What is due at no time comes last.
SELECT t.task, t.due_at, c.state, t.case_id FROM task_row t
JOIN case_row c ON c.district = t.district AND c.id = t.case_id
WHERE t.district = %s AND t.unit = %s AND t.state IN ('given', 'signed') AND NOT c.final
ORDER BY t.due_at, t.case_id, t.task LIMIT %s;
