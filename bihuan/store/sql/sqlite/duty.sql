-- Who is on duty when, and who is away.

-- name: put_duty
INSERT INTO duty_span (district, id, unit, account, kind, substitute, begins_at, ends_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (district, id) DO NOTHING;

-- name: withdraw_duty
UPDATE duty_span SET withdrawn_at = ? WHERE district = ? AND id = ? AND withdrawn_at IS NULL;

-- name: duty_of_units
SELECT id, unit, account, kind, substitute, begins_at, ends_at FROM duty_span
WHERE district = ? AND unit IN (SELECT value FROM json_each(?)) AND ends_at > ? AND begins_at < ?
    AND withdrawn_at IS NULL
ORDER BY begins_at, id;

-- name: duty_span
SELECT id, unit, account, kind, substitute, begins_at, ends_at, withdrawn_at FROM duty_span
WHERE district = ? AND id = ?;

-- name: members
SELECT p.account, p.unit, p.duty, a.title_zh, a.title_en FROM post p
JOIN account a ON a.district = p.district AND a.id = p.account
WHERE p.district = ? AND p.unit IN (SELECT value FROM json_each(?)) AND a.active AND p.since <= ?
    AND (p.until IS NULL OR p.until >= ?)
ORDER BY p.unit, p.account, p.duty;
