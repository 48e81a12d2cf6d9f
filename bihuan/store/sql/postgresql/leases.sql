-- Regular jobs: who does one now.

-- name: make_lease
INSERT INTO lease (district, job, holder, until, next_at, started_at, outcome, runs, failures)
VALUES (%s, %s, '', %s, %s, %s, '', 0, 0) ON CONFLICT (district, job) DO NOTHING;

-- name: leases
SELECT job, holder, until, next_at, started_at, ended_at, outcome, runs, failures FROM lease
WHERE district = %s ORDER BY job;

-- name: take_lease
-- One statement, so that of two who ask at once only one touches a row. One that began in the future was taken by a
-- clock that has been set back since.
UPDATE lease SET holder = %s, until = %s, started_at = %s
WHERE district = %s AND job = %s AND (until <= %s AND next_at <= %s OR started_at > %s);

-- name: keep_lease
UPDATE lease SET until = %s WHERE district = %s AND job = %s AND holder = %s;

-- name: end_lease
UPDATE lease SET holder = '', until = %s, next_at = %s, ended_at = %s, outcome = %s, runs = runs + 1,
    failures = CASE WHEN %s = 1 THEN 0 ELSE failures + 1 END
WHERE district = %s AND job = %s AND holder = %s;
