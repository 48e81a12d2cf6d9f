-- Receipts: which code opens which case; and what the map and "somebody near you" are counted from.

-- name: put_receipts
-- The first row of a code stands.
INSERT INTO receipt (district, code, case_id, kind, issued_at, language)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::text[])
ON CONFLICT (district, code) DO NOTHING;

-- name: receipt_of_code
SELECT case_id, kind, revoked_at FROM receipt WHERE district = %s AND code = %s;

-- name: raised_outside
-- Also with a receipt that was given up: the case stays that of whoever held it.
SELECT 1 FROM receipt WHERE district = %s AND case_id = %s AND kind = 'raiser' LIMIT 1;

-- name: language_of_raiser
-- A receipt given anew keeps the language of the one before.
SELECT language FROM receipt WHERE district = %s AND case_id = %s AND kind = 'raiser' ORDER BY issued_at DESC LIMIT 1;

-- name: revoke_receipts
UPDATE receipt SET revoked_at = %s WHERE district = %s AND case_id = %s AND kind = 'raiser' AND revoked_at IS NULL;

-- name: followers_of_case
SELECT COUNT(*) FROM receipt WHERE district = %s AND case_id = %s AND kind = 'follower' AND revoked_at IS NULL;

-- name: keep_follower_contact
UPDATE receipt SET channel = %s, contact = %s, language = %s
WHERE district = %s AND code = %s AND kind = 'follower' AND revoked_at IS NULL;

-- name: follower_contacts
SELECT code, channel, contact, language FROM receipt
WHERE district = %s AND case_id = %s AND kind = 'follower' AND revoked_at IS NULL AND contact IS NOT NULL ORDER BY code;

-- name: nearby_open
SELECT state FROM case_row
WHERE district = %s AND programme = %s AND population = %s AND area = %s AND category = %s AND NOT final AND occurred_at >= %s
ORDER BY occurred_at DESC, number DESC LIMIT %s;

-- name: open_by_area
SELECT area, programme, COUNT(*) FROM case_row
WHERE district = %s AND population = %s AND NOT final AND standing = 'open' AND area IS NOT NULL GROUP BY area, programme ORDER BY area, programme;

-- name: last_leaf_of_case
-- The end of a case's chain: what an answer is signed against.
SELECT leaf, leaf_hash FROM event WHERE district = %s AND stream = %s ORDER BY n DESC LIMIT 1;

-- name: vault_word
SELECT sealed FROM vault_word WHERE district = %s AND case_id = %s AND n = %s AND name = %s;
