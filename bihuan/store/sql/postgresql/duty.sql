-- Who is on duty when, and who is away.

-- name: put_duty
INSERT INTO duty_span (district, id, unit, account, kind, substitute, begins_at, ends_at)
VALUES (%s, %s, %s, %s, %s, %s, %s::timestamptz, %s::timestamptz) ON CONFLICT (district, id) DO NOTHING;

-- name: withdraw_duty
UPDATE duty_span SET withdrawn_at = %s::timestamptz WHERE district = %s AND id = %s AND withdrawn_at IS NULL;

-- name: duty_of_units
SELECT id, unit, account, kind, substitute, begins_at, ends_at FROM duty_span
WHERE district = %s AND unit = ANY(%s::text[]) AND ends_at > %s::timestamptz AND begins_at < %s::timestamptz
    AND withdrawn_at IS NULL
ORDER BY begins_at, id;

-- name: duty_span
SELECT id, unit, account, kind, substitute, begins_at, ends_at, withdrawn_at FROM duty_span
WHERE district = %s AND id = %s;

-- name: members
SELECT p.account, p.unit, p.duty, a.title_zh, a.title_en FROM post p
JOIN account a ON a.district = p.district AND a.id = p.account
WHERE p.district = %s AND p.unit = ANY(%s::text[]) AND a.active AND p.since <= %s::date
    AND (p.until IS NULL OR p.until >= %s::date)
ORDER BY p.unit, p.account, p.duty;
