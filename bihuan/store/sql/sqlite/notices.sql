-- How notices travel.

-- name: add_deliveries
-- Spreading a notice twice makes no second row.
INSERT INTO delivery (district, id, notice, case_id, recipient, channel, state, due_at, tries, fault, changed_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (district, id) DO NOTHING;

-- name: due_deliveries
-- Also those whose sender has not come back.
SELECT id, notice, case_id, recipient, channel, tries FROM delivery
WHERE district = ? AND state IN ('waiting', 'sending') AND due_at <= ? AND channel <> 'inapp'
ORDER BY due_at, id LIMIT ?;

-- name: claim_delivery
UPDATE delivery SET state = 'sending', tries = tries + 1, due_at = ?, changed_at = ?
WHERE district = ? AND id = ? AND state IN ('waiting', 'sending') AND due_at <= ?;

-- name: settle_delivery
UPDATE delivery SET state = ?, due_at = ?, fault = ?, changed_at = ? WHERE district = ? AND id = ?;

-- name: notice
SELECT id, case_id, position, telling, audience, created_at FROM outbox WHERE district = ? AND id = ?;

-- name: inbox
SELECT d.id, d.notice, d.case_id, d.state, o.created_at FROM delivery d
JOIN outbox o ON o.district = d.district AND o.id = d.notice
WHERE d.district = ? AND d.recipient = ? AND d.channel = 'inapp' ORDER BY o.created_at DESC, d.id LIMIT ?;

-- name: inbox_unread
SELECT count(*) FROM delivery WHERE district = ? AND recipient = ? AND channel = 'inapp' AND state = 'waiting';

-- name: read_inbox
UPDATE delivery SET state = 'read', changed_at = ?
WHERE district = ? AND recipient = ? AND channel = 'inapp' AND state = 'waiting' AND id IN (SELECT value FROM json_each(?));

-- name: deliveries_in
SELECT id, notice, case_id, recipient, channel, state, due_at, tries, fault, changed_at FROM delivery
WHERE district = ? AND state = ? ORDER BY due_at DESC, id LIMIT ?;

-- name: deliveries_of_case
SELECT id, notice, case_id, recipient, channel, state, due_at, tries, fault, changed_at FROM delivery
WHERE district = ? AND case_id = ? ORDER BY notice, recipient, channel;

-- name: notices_of_case
SELECT id, case_id, position, telling, audience, created_at FROM outbox WHERE district = ? AND case_id = ?
ORDER BY position, id;

-- name: delivery_counts
SELECT channel, state, count(*) FROM delivery WHERE district = ? GROUP BY channel, state ORDER BY channel, state;

-- name: revive_delivery
UPDATE delivery SET state = 'waiting', tries = 0, due_at = ?, changed_at = ?
WHERE district = ? AND id = ? AND state = 'dead';

-- name: put_wishes
INSERT INTO notice_wish (district, account, wish) VALUES (?, ?, ?)
ON CONFLICT (district, account) DO UPDATE SET wish = excluded.wish;

-- name: wishes
SELECT account, wish FROM notice_wish WHERE district = ?;

-- name: mail_of_accounts
SELECT account, email FROM people_sign_in WHERE district = ? AND is_active AND email <> '';

-- name: pass_over_notices
-- What nobody was told for so long is no news any more; that it was ordered stays in the facts.
UPDATE outbox SET state = 'old' WHERE district = ? AND state = 'waiting' AND created_at < ?;

-- name: mark_spread
-- Their deliveries are made.
UPDATE outbox SET state = 'spread' WHERE district = ? AND id = ?;

-- name: words_named
-- The words of these names in these cases, each with the wrapped key that opens it.
SELECT w.case_id, w.n, w.name, w.sealed, k.wrapped FROM vault_word w
JOIN case_key k ON k.district = w.district AND k.case_id = w.case_id AND k.holder = ?
WHERE w.district = ? AND w.case_id IN (SELECT value FROM json_each(?)) AND w.name IN (SELECT value FROM json_each(?))
ORDER BY w.case_id, w.n;

-- name: case_states
SELECT id, state FROM case_row WHERE district = ? AND id IN (SELECT value FROM json_each(?));
