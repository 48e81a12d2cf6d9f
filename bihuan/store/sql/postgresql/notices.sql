-- How notices travel.

-- name: add_deliveries
-- Spreading a notice twice makes no second row.
INSERT INTO delivery (district, id, notice, case_id, recipient, channel, state, due_at, tries, fault, changed_at)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[],
    %s::int[], %s::text[], %s::timestamptz[])
ON CONFLICT (district, id) DO NOTHING;

-- name: due_deliveries
-- Also those whose sender has not come back.
SELECT id, notice, case_id, recipient, channel, tries FROM delivery
WHERE district = %s AND state IN ('waiting', 'sending') AND due_at <= %s AND channel <> 'inapp'
ORDER BY due_at, id LIMIT %s;

-- name: claim_delivery
UPDATE delivery SET state = 'sending', tries = tries + 1, due_at = %s, changed_at = %s
WHERE district = %s AND id = %s AND state IN ('waiting', 'sending') AND due_at <= %s;

-- name: settle_delivery
UPDATE delivery SET state = %s, due_at = %s, fault = %s, changed_at = %s WHERE district = %s AND id = %s;

-- name: notice
SELECT id, case_id, position, telling, audience, created_at FROM outbox WHERE district = %s AND id = %s;

-- name: inbox
SELECT d.id, d.notice, d.case_id, d.state, o.created_at FROM delivery d
JOIN outbox o ON o.district = d.district AND o.id = d.notice
WHERE d.district = %s AND d.recipient = %s AND d.channel = 'inapp' ORDER BY o.created_at DESC, d.id LIMIT %s;

-- name: inbox_unread
SELECT count(*) FROM delivery WHERE district = %s AND recipient = %s AND channel = 'inapp' AND state = 'waiting';

-- name: read_inbox
UPDATE delivery SET state = 'read', changed_at = %s
WHERE district = %s AND recipient = %s AND channel = 'inapp' AND state = 'waiting' AND id = ANY(%s::text[]);

-- name: deliveries_in
SELECT id, notice, case_id, recipient, channel, state, due_at, tries, fault, changed_at FROM delivery
WHERE district = %s AND state = %s ORDER BY due_at DESC, id LIMIT %s;

-- name: deliveries_of_case
SELECT id, notice, case_id, recipient, channel, state, due_at, tries, fault, changed_at FROM delivery
WHERE district = %s AND case_id = %s ORDER BY notice, recipient, channel;

-- name: notices_of_case
SELECT id, case_id, position, telling, audience, created_at FROM outbox WHERE district = %s AND case_id = %s
ORDER BY position, id;

-- name: delivery_counts
SELECT channel, state, count(*) FROM delivery WHERE district = %s GROUP BY channel, state ORDER BY channel, state;

-- name: revive_delivery
UPDATE delivery SET state = 'waiting', tries = 0, due_at = %s, changed_at = %s
WHERE district = %s AND id = %s AND state = 'dead';

-- name: put_wishes
INSERT INTO notice_wish (district, account, wish) SELECT %s, * FROM unnest(%s::text[], %s::text[])
ON CONFLICT (district, account) DO UPDATE SET wish = excluded.wish;

-- name: wishes
SELECT account, wish FROM notice_wish WHERE district = %s;

-- name: mail_of_accounts
SELECT account, email FROM people_sign_in WHERE district = %s AND is_active AND email <> '';

-- name: pass_over_notices
-- What nobody was told for so long is no news any more; that it was ordered stays in the facts.
UPDATE outbox SET state = 'old' WHERE district = %s AND state = 'waiting' AND created_at < %s;

-- name: mark_spread
-- Their deliveries are made.
UPDATE outbox SET state = 'spread' WHERE district = %s AND id = ANY(%s::text[]);

-- name: words_named
-- The words of these names in these cases, each with the wrapped key that opens it.
SELECT w.case_id, w.n, w.name, w.sealed, k.wrapped FROM vault_word w
JOIN case_key k ON k.district = w.district AND k.case_id = w.case_id AND k.holder = %s
WHERE w.district = %s AND w.case_id = ANY(%s::text[]) AND w.name = ANY(%s::text[])
ORDER BY w.case_id, w.n;

-- name: case_states
SELECT id, state FROM case_row WHERE district = %s AND id = ANY(%s::text[]);
