-- The wrapped keys and the photos of a district as a whole, for whoever runs it.

-- name: keys_first
SELECT case_id, holder, wrapped FROM case_key WHERE district = ? ORDER BY case_id, holder LIMIT ?;

-- name: keys_last
SELECT case_id, holder, wrapped FROM case_key WHERE district = ? ORDER BY case_id DESC, holder DESC LIMIT ?;

-- name: keys_after
SELECT case_id, holder, wrapped FROM case_key WHERE district = ? AND (case_id, holder) > (?, ?)
ORDER BY case_id, holder LIMIT ?;

-- name: rewrap_key
UPDATE case_key SET wrapped = ? WHERE district = ? AND case_id = ? AND holder = ? AND wrapped = ?;

-- name: photos_after
SELECT address FROM vault_photo WHERE district = ? AND address > ? ORDER BY address LIMIT ?;

-- name: cases_without_key
SELECT count(*) FROM case_row c WHERE c.district = ?
AND NOT EXISTS (SELECT 1 FROM case_key k WHERE k.district = c.district AND k.case_id = c.id AND k.holder = 'case');
