-- The wrapped keys and the photos of a district as a whole, for whoever runs it.

-- name: keys_first
SELECT case_id, holder, wrapped FROM case_key WHERE district = %s ORDER BY case_id, holder LIMIT %s;

-- name: keys_last
SELECT case_id, holder, wrapped FROM case_key WHERE district = %s ORDER BY case_id DESC, holder DESC LIMIT %s;

-- name: keys_after
SELECT case_id, holder, wrapped FROM case_key WHERE district = %s AND (case_id, holder) > (%s, %s)
ORDER BY case_id, holder LIMIT %s;

-- name: rewrap_key
UPDATE case_key SET wrapped = %s WHERE district = %s AND case_id = %s AND holder = %s AND wrapped = %s;

-- name: photos_after
SELECT address FROM vault_photo WHERE district = %s AND address > %s ORDER BY address LIMIT %s;

-- name: cases_without_key
SELECT count(*) FROM case_row c WHERE c.district = %s
AND NOT EXISTS (SELECT 1 FROM case_key k WHERE k.district = c.district AND k.case_id = c.id AND k.holder = 'case');
