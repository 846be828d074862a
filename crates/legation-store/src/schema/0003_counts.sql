-- Step 3: what keeps the usual questions fast in large stores. The days of a record stand beside its participants and contexts as
-- well, so that an actor's records are found in order of date from an index alone; dyads and actors are counted by period while
-- articles are written.

-- First and last day of the record, repeated.
ALTER TABLE event_actors ADD COLUMN date_from TEXT;
ALTER TABLE event_actors ADD COLUMN date_to TEXT;
ALTER TABLE event_contexts ADD COLUMN date_from TEXT;
ALTER TABLE event_contexts ADD COLUMN date_to TEXT;
ALTER TABLE figure_actors ADD COLUMN date_from TEXT;
ALTER TABLE figure_actors ADD COLUMN date_to TEXT;
UPDATE event_actors SET (date_from, date_to) = (SELECT e.date_from, e.date_to FROM events e WHERE e.id = event);
UPDATE event_contexts SET (date_from, date_to) = (SELECT e.date_from, e.date_to FROM events e WHERE e.id = event);
UPDATE figure_actors SET (date_from, date_to) = (SELECT f.date_from, f.date_to FROM figures f WHERE f.id = figure);
DROP INDEX event_actors_by_actor;
DROP INDEX event_contexts_by_context;
DROP INDEX figure_actors_by_actor;
CREATE INDEX event_actors_by_actor ON event_actors (actor, ifnull(date_from, ''), event, role, date_to);
CREATE INDEX event_contexts_by_context ON event_contexts (context, ifnull(date_from, ''), event, date_to);
CREATE INDEX figure_actors_by_actor ON figure_actors (actor, ifnull(date_from, ''), figure, role, date_to);

-- How often who did what to whom, by month. Actors stand under their own ids, also where people merged them; `quad` is 0 where there
-- is none; `intensity` is a sum in thousandths. The views `dyad_months` and `actor_years` are the ones to ask.
CREATE TABLE dyad_counts (
  source TEXT NOT NULL, -- Who acts.
  target TEXT NOT NULL, -- Whom it is done to.
  month TEXT NOT NULL, -- `2022-12`.
  quad INTEGER NOT NULL, -- The quadrant, or 0.
  events INTEGER NOT NULL, -- How many events.
  facts INTEGER NOT NULL, -- How many of them occurred or are going on.
  rated INTEGER NOT NULL, -- How many of them have an intensity.
  intensity INTEGER NOT NULL, -- The sum of the intensities, in thousandths.
  PRIMARY KEY (source, target, month, quad)
) WITHOUT ROWID;
CREATE INDEX dyad_counts_by_target ON dyad_counts (target);

-- How often who did or suffered what, by year; as `dyad_counts`.
CREATE TABLE actor_counts (
  actor TEXT NOT NULL, -- The actor.
  year TEXT NOT NULL, -- `2022`.
  role TEXT NOT NULL, -- `source` or `target`.
  quad INTEGER NOT NULL, -- The quadrant, or 0.
  events INTEGER NOT NULL, -- How many events.
  facts INTEGER NOT NULL, -- How many of them occurred or are going on.
  rated INTEGER NOT NULL, -- How many of them have an intensity.
  intensity INTEGER NOT NULL, -- The sum of the intensities, in thousandths.
  PRIMARY KEY (actor, year, role, quad)
) WITHOUT ROWID;

INSERT INTO dyad_counts (source, target, month, quad, events, facts, rated, intensity)
SELECT
  s.actor, t.actor, substr(e.date_from, 1, 7), ifnull(e.quad, 0), count(*), sum(e.factuality IN ('occurred', 'ongoing')),
  count(e.intensity), sum(CAST(round(ifnull(e.intensity, 0) * 1000) AS INTEGER))
FROM events e
JOIN articles a ON a.id = e.article
JOIN event_actors s ON s.event = e.id AND s.role = 'source'
JOIN event_actors t ON t.event = e.id AND (t.role = 'target' OR (e.symmetric AND t.actor <> s.actor))
WHERE e.status <> 'withdrawn' AND a.duplicate_of IS NULL AND e.date_from IS NOT NULL
GROUP BY 1, 2, 3, 4;

INSERT INTO actor_counts (actor, year, role, quad, events, facts, rated, intensity)
SELECT
  x.actor, substr(e.date_from, 1, 4), x.role, ifnull(e.quad, 0), count(*), sum(e.factuality IN ('occurred', 'ongoing')),
  count(e.intensity), sum(CAST(round(ifnull(e.intensity, 0) * 1000) AS INTEGER))
FROM events e
JOIN articles a ON a.id = e.article
JOIN event_actors x ON x.event = e.id
WHERE e.status <> 'withdrawn' AND a.duplicate_of IS NULL AND e.date_from IS NOT NULL
GROUP BY 1, 2, 3, 4;

-- Who did how much of what to whom, by month. Facts are what occurred or is going on; near-duplicate articles count once.
DROP VIEW dyad_months;
CREATE VIEW dyad_months AS
SELECT
  source, target, month, nullif(quad, 0) AS quad, sum(events) AS events, sum(facts) AS facts,
  round(sum(intensity) / 1000.0 / nullif(sum(rated), 0), 2) AS mean_intensity
FROM (
  SELECT c.source, c.target, c.month, c.quad, c.events, c.facts, c.rated, c.intensity
  FROM dyad_counts c
  WHERE c.events > 0 AND c.source NOT IN (SELECT m.id FROM actors m WHERE m.merged_into IS NOT NULL)
    AND c.target NOT IN (SELECT m.id FROM actors m WHERE m.merged_into IS NOT NULL)
  UNION ALL
  SELECT s.merged_into, ifnull(t.merged_into, t.id), c.month, c.quad, c.events, c.facts, c.rated, c.intensity
  FROM actors s JOIN dyad_counts c ON c.source = s.id JOIN actors t ON t.id = c.target
  WHERE c.events > 0 AND s.merged_into IS NOT NULL
  UNION ALL
  SELECT c.source, t.merged_into, c.month, c.quad, c.events, c.facts, c.rated, c.intensity
  FROM actors t JOIN dyad_counts c ON c.target = t.id
  WHERE c.events > 0 AND t.merged_into IS NOT NULL
    AND c.source NOT IN (SELECT m.id FROM actors m WHERE m.merged_into IS NOT NULL)
)
GROUP BY source, target, month, quad;

-- What an actor did and suffered, by year.
DROP VIEW actor_years;
CREATE VIEW actor_years AS
SELECT
  actor, year, role, nullif(quad, 0) AS quad, sum(events) AS events, sum(facts) AS facts,
  round(sum(intensity) / 1000.0 / nullif(sum(rated), 0), 2) AS mean_intensity
FROM (
  SELECT c.actor, c.year, c.role, c.quad, c.events, c.facts, c.rated, c.intensity
  FROM actor_counts c
  WHERE c.events > 0 AND c.actor NOT IN (SELECT m.id FROM actors m WHERE m.merged_into IS NOT NULL)
  UNION ALL
  SELECT n.merged_into, c.year, c.role, c.quad, c.events, c.facts, c.rated, c.intensity
  FROM actors n JOIN actor_counts c ON c.actor = n.id
  WHERE c.events > 0 AND n.merged_into IS NOT NULL
)
GROUP BY actor, year, role, quad;

-- How much there was to read, by publisher and day: the denominators of every rate.
CREATE VIEW coverage_days AS
SELECT
  published AS day, publisher, count(*) AS articles, sum(duplicate_of IS NOT NULL) AS duplicates, sum(characters) AS characters
FROM articles
GROUP BY published, publisher;
