-- Regular jobs: who does one now.

-- name: make_lease
INSERT INTO lease (district, job, holder, until, next_at, started_at, outcome, runs, failures)
VALUES (?, ?, '', ?, ?, ?, '', 0, 0) ON CONFLICT (district, job) DO NOTHING;

-- name: leases
SELECT job, holder, until, next_at, started_at, ended_at, outcome, runs, failures FROM lease
WHERE district = ? ORDER BY job;

-- name: take_lease
-- One statement, so that of two who ask at once only one touches a row. One that began in the future was taken by a
-- clock that has been set back since.
UPDATE lease SET holder = ?, until = ?, started_at = ?
WHERE district = ? AND job = ? AND (until <= ? AND next_at <= ? OR started_at > ?);

-- name: keep_lease
UPDATE lease SET until = ? WHERE district = ? AND job = ? AND holder = ?;

-- name: end_lease
UPDATE lease SET holder = '', until = ?, next_at = ?, ended_at = ?, outcome = ?, runs = runs + 1,
    failures = CASE WHEN ? = 1 THEN 0 ELSE failures + 1 END
WHERE district = ? AND job = ? AND holder = ?;
