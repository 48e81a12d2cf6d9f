-- Batches of cases whose private parts are to go.

-- name: retention_due
-- Cases that ended, with a key of this holder, in which nothing happened since, and which no batch holds.
SELECT c.id, c.number, c.ended_at FROM case_row c
WHERE c.district = %s AND c.programme = %s AND c.final AND c.ended_at < %s
  AND EXISTS (SELECT 1 FROM case_key k WHERE k.district = c.district AND k.case_id = c.id AND k.holder = %s)
  AND NOT EXISTS (SELECT 1 FROM event e WHERE e.district = c.district AND e.stream = c.id AND e.recorded >= %s)
  AND NOT EXISTS (
    SELECT 1 FROM retention_item i JOIN retention_batch b ON b.district = i.district AND b.id = i.batch
    WHERE i.district = c.district AND i.case_id = c.id AND b.erases = %s
      AND (b.state IN ('proposed', 'approved') OR ((b.state = 'refused' OR i.state = 'held') AND b.proposed_at > %s)))
ORDER BY c.ended_at, c.id LIMIT %s;

-- name: add_retention_batch
INSERT INTO retention_batch (district, id, programme, erases, months, proposed_at, not_before, state)
VALUES (%s, %s, %s, %s, %s, %s, %s, 'proposed');

-- name: add_retention_item
INSERT INTO retention_item (district, batch, case_id, number, ended_at, state, reason)
VALUES (%s, %s, %s, %s, %s, 'waiting', '');

-- name: retention_batches
-- The newest first, each with how its cases stand.
SELECT b.id, b.programme, b.erases, b.months, b.proposed_at, b.not_before, b.state, b.decided_by, b.decided_at,
    (SELECT count(*) FROM retention_item i WHERE i.district = b.district AND i.batch = b.id),
    (SELECT count(*) FROM retention_item i WHERE i.district = b.district AND i.batch = b.id AND i.state = 'held'),
    (SELECT count(*) FROM retention_item i WHERE i.district = b.district AND i.batch = b.id AND i.state = 'erased')
FROM retention_batch b WHERE b.district = %s AND (%s = '' OR b.id = %s) ORDER BY b.proposed_at DESC, b.id LIMIT %s;

-- name: retention_items
SELECT case_id, number, ended_at, state, reason FROM retention_item
WHERE district = %s AND batch = %s ORDER BY ended_at, case_id;

-- name: decide_retention
UPDATE retention_batch SET state = %s, decided_by = %s, decided_at = %s
WHERE district = %s AND id = %s AND state = 'proposed';

-- name: end_retention
UPDATE retention_batch SET state = 'done' WHERE district = %s AND id = %s AND state = 'approved';

-- name: move_retention_item
UPDATE retention_item SET state = %s, reason = %s WHERE district = %s AND batch = %s AND case_id = %s AND state = %s;

-- name: retention_ready
SELECT id FROM retention_batch WHERE district = %s AND state = 'approved' AND not_before <= %s ORDER BY not_before, id;

-- name: happened_since
SELECT count(*) FROM event WHERE district = %s AND stream = %s AND recorded >= %s;
