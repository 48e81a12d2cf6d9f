-- Units, areas, accounts, posts, dated values.

-- name: units
SELECT id, title_zh, title_en, level, parent, areas, since, until FROM unit WHERE district = ? ORDER BY id, since;

-- name: areas
SELECT id, title_zh, title_en, parent FROM area WHERE district = ? ORDER BY id;

-- name: accounts
SELECT id, title_zh, title_en, active FROM account WHERE district = ? ORDER BY id;

-- name: posts
SELECT account, duty, unit, areas, since, until FROM post WHERE district = ? ORDER BY account, duty, unit, since;

-- name: posts_of
SELECT account, duty, unit, areas, since, until FROM post WHERE district = ? AND account = ? ORDER BY duty, unit, since;

-- name: units_over
-- Units that are no more on a day though parts of matters still lie with them.
SELECT DISTINCT u.id FROM unit u
WHERE u.district = ? AND u.until < ?
AND NOT EXISTS (SELECT 1 FROM unit n WHERE n.district = u.district AND n.id = u.id AND (n.until IS NULL OR n.until >= ?))
AND EXISTS (
    SELECT 1 FROM task_row t JOIN case_row c ON c.district = t.district AND c.id = t.case_id
    WHERE t.district = u.district AND t.unit = u.id AND t.state IN ('given', 'signed') AND NOT c.final
)
ORDER BY u.id;

-- name: put_units
INSERT INTO unit (district, id, title_zh, title_en, level, parent, areas, since, until)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, id, since) DO UPDATE SET
    title_zh = excluded.title_zh, title_en = excluded.title_en, level = excluded.level, parent = excluded.parent,
    areas = excluded.areas, until = excluded.until;

-- name: put_areas
INSERT INTO area (district, id, title_zh, title_en, parent)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (district, id) DO UPDATE SET
    title_zh = excluded.title_zh, title_en = excluded.title_en, parent = excluded.parent;

-- name: put_accounts
INSERT INTO account (district, id, title_zh, title_en, active)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (district, id) DO UPDATE SET
    title_zh = excluded.title_zh, title_en = excluded.title_en, active = excluded.active;

-- name: put_posts
INSERT INTO post (district, account, duty, unit, areas, since, until)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, account, duty, unit, since) DO UPDATE SET
    areas = excluded.areas, until = excluded.until;
