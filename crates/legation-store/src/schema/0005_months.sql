-- Step 5: who has to do with whom in a span of time, and how many records of each kind there are, without looking at the records.

-- How many events between two actors begin in each month, in either direction, each once; actors under their own ids.
CREATE TABLE pair_months (
  month TEXT NOT NULL, -- `2022-12`; empty where no day is known.
  a TEXT NOT NULL, -- The actor whose id comes first.
  b TEXT NOT NULL, -- The other.
  events INTEGER NOT NULL, -- How many events.
  cooperation INTEGER NOT NULL, -- How many of them are cooperation.
  conflict INTEGER NOT NULL, -- How many are conflict.
  rated INTEGER NOT NULL, -- How many of them have an intensity.
  intensity INTEGER NOT NULL, -- The sum of the intensities, in thousandths.
  PRIMARY KEY (month, a, b)
) WITHOUT ROWID;

-- How many events between two actors begin on each day; as `pair_months`.
CREATE TABLE pair_days (
  day TEXT NOT NULL, -- The first day of the event.
  a TEXT NOT NULL, -- The actor whose id comes first.
  b TEXT NOT NULL, -- The other.
  events INTEGER NOT NULL, -- How many events.
  cooperation INTEGER NOT NULL, -- How many of them are cooperation.
  conflict INTEGER NOT NULL, -- How many are conflict.
  rated INTEGER NOT NULL, -- How many of them have an intensity.
  intensity INTEGER NOT NULL, -- The sum of the intensities, in thousandths.
  PRIMARY KEY (day, a, b)
) WITHOUT ROWID;

-- How many records there are that were not withdrawn.
CREATE TABLE record_counts (
  kind TEXT NOT NULL PRIMARY KEY, -- The table.
  records INTEGER NOT NULL -- How many.
) WITHOUT ROWID;

INSERT INTO pair_days (day, a, b, events, cooperation, conflict, rated, intensity)
SELECT
  f.date_from, f.a, f.b, count(*), total(f.quad <= 2), total(f.quad >= 3), count(f.intensity),
  total(CAST(round(ifnull(f.intensity, 0) * 1000) AS INTEGER))
FROM (
  SELECT DISTINCT e.id, e.date_from, e.quad, e.intensity, min(s.actor, t.actor) AS a, max(s.actor, t.actor) AS b FROM events e
  JOIN event_actors s ON s.event = e.id AND s.role = 'source'
  JOIN event_actors t ON t.event = e.id AND (t.role = 'target' OR (e.symmetric AND t.actor <> s.actor))
  WHERE e.status <> 'withdrawn' AND e.date_from IS NOT NULL AND s.actor <> t.actor
) f GROUP BY 1, 2, 3;
INSERT INTO pair_months (month, a, b, events, cooperation, conflict, rated, intensity)
SELECT
  substr(ifnull(f.date_from, ''), 1, 7), f.a, f.b, count(*), total(f.quad <= 2), total(f.quad >= 3), count(f.intensity),
  total(CAST(round(ifnull(f.intensity, 0) * 1000) AS INTEGER))
FROM (
  SELECT DISTINCT e.id, e.date_from, e.quad, e.intensity, min(s.actor, t.actor) AS a, max(s.actor, t.actor) AS b FROM events e
  JOIN event_actors s ON s.event = e.id AND s.role = 'source'
  JOIN event_actors t ON t.event = e.id AND (t.role = 'target' OR (e.symmetric AND t.actor <> s.actor))
  WHERE e.status <> 'withdrawn' AND s.actor <> t.actor
) f GROUP BY 1, 2, 3;
INSERT INTO record_counts (kind, records)
SELECT 'articles', count(*) FROM articles
UNION ALL SELECT 'statements', count(*) FROM statements WHERE status <> 'withdrawn'
UNION ALL SELECT 'events', count(*) FROM events WHERE status <> 'withdrawn'
UNION ALL SELECT 'figures', count(*) FROM figures WHERE status <> 'withdrawn'
UNION ALL SELECT 'ties', count(*) FROM ties WHERE status <> 'withdrawn'
UNION ALL SELECT 'assessments', count(*) FROM assessments WHERE status <> 'withdrawn';
