-- What the desk keeps besides cases: draws, shifts, the counts of its queues.

-- name: add_draws
INSERT INTO draw (district, id, programme, since, until, size, commitment, sealed, promised_at, promised_by)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::date[], %s::date[], %s::int[], %s::text[], %s::bytea[],
    %s::timestamptz[], %s::text[]);

-- name: add_draws_made
INSERT INTO draw_made (district, id, seed, population, made_at, made_by)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::text[]);

-- name: draws
SELECT d.id, d.programme, d.since, d.until, d.size, d.commitment, d.sealed, d.promised_at, m.seed, m.population, m.made_at
FROM draw d LEFT JOIN draw_made m ON m.district = d.district AND m.id = d.id
WHERE d.district = %s ORDER BY d.promised_at DESC, d.id DESC LIMIT %s;

-- name: add_handovers
INSERT INTO handover (district, id, by, at, items)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::timestamptz[], %s::text[]);

-- name: add_handovers_taken
-- Only the first to take a shift over has it.
INSERT INTO handover_taken (district, id, by, at)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::timestamptz[])
ON CONFLICT (district, id) DO NOTHING;

-- name: handovers
SELECT h.id, h.by, h.at, h.items, t.by, t.at
FROM handover h LEFT JOIN handover_taken t ON t.district = h.district AND t.id = h.id
WHERE h.district = %s ORDER BY h.at DESC, h.id DESC LIMIT %s;

-- name: open_places
-- Where every case stands that is not at its end: read once, then kept up case by case.
SELECT id, programme, stage, area, standing, next_due FROM case_row WHERE district = %s AND NOT final;

-- name: places_of
-- The same of some cases, by their key alone; the reader leaves out those at their end.
SELECT id, programme, stage, area, standing, next_due, final FROM case_row WHERE district = %s AND id = ANY(%s::text[]);

-- name: open_about
-- Of those the few that are about a unit.
SELECT m.case_id, m.key FROM mention m JOIN case_row c ON c.district = m.district AND c.id = m.case_id
WHERE m.district = %s AND m.register = '@about' AND NOT c.final;

-- name: about_of
-- The same of some cases, by their key alone.
SELECT case_id, key FROM mention WHERE district = %s AND case_id = ANY(%s::text[]) AND register = '@about';

-- name: open_requests
-- Clocks that run until somebody decides, by name.
SELECT case_id, clock, name, due_at FROM deadline WHERE district = %s AND name = ANY(%s::text[]);

-- name: requests_of
-- All clocks of some cases, by their key alone; the reader keeps those that he asked for.
SELECT case_id, clock, name, due_at FROM deadline WHERE district = %s AND case_id = ANY(%s::text[]);

-- name: draw
SELECT d.id, d.programme, d.since, d.until, d.size, d.commitment, d.sealed, d.promised_at, m.seed, m.population, m.made_at
FROM draw d LEFT JOIN draw_made m ON m.district = d.district AND m.id = d.id
WHERE d.district = %s AND d.id = %s;

-- name: closed_between
SELECT DISTINCT c.number FROM event e JOIN case_row c ON c.district = e.district AND c.id = e.stream
WHERE e.district = %s AND e.programme = %s AND e.verb = 'close' AND e.recorded >= %s::timestamptz AND e.recorded < %s::timestamptz
    AND c.population = %s
ORDER BY c.number;

-- name: only_stages
AND c.stage = ANY(%s::text[])

-- name: only_clocks
AND EXISTS (SELECT 1 FROM deadline w WHERE w.district = c.district AND w.case_id = c.id AND w.name = ANY(%s::text[]))
