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
