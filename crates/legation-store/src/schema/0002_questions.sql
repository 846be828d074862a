-- Step 2: corrections by people, and views for the usual questions.

-- What people changed: who, when and why. Records of articles are never edited in place: what the program coded stays, and these
-- are applied to it again after every coding.
CREATE TABLE corrections (
  id TEXT NOT NULL PRIMARY KEY, -- Identity: a hash of all other columns.
  action TEXT NOT NULL CHECK (action IN ('reject', 'edit', 'split', 'add', 'merge', 'undo')), -- What is done.
  record TEXT, -- The record that is rejected, edited or split; the actor that is merged; the correction that is undone.
  kind TEXT, -- The table of the record.
  article TEXT, -- The article of the record. It may be gone, or not here yet.
  into_actor TEXT, -- The actor that the merged one is the same as.
  changes TEXT NOT NULL, -- What differs from the record (a list of JSON merge patches), or the added record.
  made_by TEXT NOT NULL, -- Who.
  made_at TEXT NOT NULL, -- When.
  reason TEXT -- Why.
);
CREATE INDEX corrections_by_article ON corrections (article);
CREATE INDEX corrections_by_record ON corrections (record);

-- The records that corrections made, as JSON.
CREATE TABLE corrected_records (
  record TEXT NOT NULL PRIMARY KEY, -- The id of the record, in the table named by `kind`.
  kind TEXT NOT NULL, -- The table.
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  correction TEXT NOT NULL REFERENCES corrections(id), -- The correction that made it.
  json TEXT NOT NULL -- The record as in the article's JSON.
);
CREATE INDEX corrected_records_by_article ON corrected_records (article);

-- Ordered pairs of source and target, one row for each pair of an event; both orders for symmetric events. Merged actors are one.
CREATE VIEW dyads AS
SELECT
  e.id AS event, e.article, ifnull(sa.merged_into, s.actor) AS source, ifnull(ta.merged_into, t.actor) AS target,
  e.type, e.mode, e.quad, e.intensity, e.factuality, e.attribution, e.confidence, e.date_from, e.date_to
FROM events e
JOIN event_actors s ON s.event = e.id AND s.role = 'source'
JOIN event_actors t ON t.event = e.id AND (t.role = 'target' OR (e.symmetric AND t.actor <> s.actor))
JOIN actors sa ON sa.id = s.actor
JOIN actors ta ON ta.id = t.actor
WHERE e.status <> 'withdrawn';

-- Who did how much of what to whom, by month. Facts are what occurred or is going on; near-duplicate articles count once.
CREATE VIEW dyad_months AS
SELECT
  d.source, d.target, substr(d.date_from, 1, 7) AS month, d.quad, count(*) AS events,
  sum(d.factuality IN ('occurred', 'ongoing')) AS facts, round(avg(d.intensity), 2) AS mean_intensity
FROM dyads d JOIN articles a ON a.id = d.article
WHERE a.duplicate_of IS NULL AND d.date_from IS NOT NULL
GROUP BY d.source, d.target, month, d.quad;

-- What an actor did and suffered, by year.
CREATE VIEW actor_years AS
SELECT
  ifnull(n.merged_into, x.actor) AS actor, substr(e.date_from, 1, 4) AS year, x.role, e.quad, count(*) AS events,
  sum(e.factuality IN ('occurred', 'ongoing')) AS facts, round(avg(e.intensity), 2) AS mean_intensity
FROM event_actors x
JOIN events e ON e.id = x.event
JOIN actors n ON n.id = x.actor
JOIN articles a ON a.id = e.article
WHERE e.status <> 'withdrawn' AND a.duplicate_of IS NULL AND e.date_from IS NOT NULL
GROUP BY 1, year, x.role, e.quad;

-- What was said, with the speaker's name and where it was printed.
CREATE VIEW speaker_statements AS
SELECT
  ifnull(n.merged_into, s.speaker) AS speaker, n.name AS speaker_name, s.id AS statement, s.act, s.cue_class, s.manner, s.content,
  s.quote, s.date_from, s.date_to, s.date_basis, a.published, a.publisher, a.title, a.uri, s.article
FROM statements s
JOIN actors n ON n.id = s.speaker
JOIN articles a ON a.id = s.article
WHERE s.status <> 'withdrawn' AND s.cue_class IS NOT 'attitude';

-- Which numbers are claimed for what, by whom, as of when.
CREATE VIEW figure_ledger AS
SELECT
  f.id AS figure, f.measures, f.value, f.value_to, f.unit, f.comparator, f.text, f.subject, f.object, f.date_from, f.date_to,
  (SELECT s.speaker FROM figure_statements x JOIN statements s ON s.id = x.statement
   WHERE x.figure = f.id ORDER BY x.position LIMIT 1) AS claimed_by,
  a.published, a.publisher, a.uri, f.article
FROM figures f JOIN articles a ON a.id = f.article
WHERE f.status <> 'withdrawn' AND a.duplicate_of IS NULL;

-- Planned or possible events inside promises that no later event of the same type, source and target has made good.
CREATE VIEW open_promises AS
SELECT
  s.id AS statement, s.speaker, s.content, e.id AS event, e.type, e.mode, e.source, e.target, e.date_from AS due_from,
  e.date_to AS due_to, s.date_from AS promised, a.published, a.publisher, a.uri, e.article
FROM statements s
JOIN event_statements x ON x.statement = s.id
JOIN events e ON e.id = x.event
JOIN articles a ON a.id = s.article
WHERE s.act = 'promise' AND s.status <> 'withdrawn' AND e.status <> 'withdrawn' AND e.factuality IN ('planned', 'possible')
  AND NOT EXISTS (
    SELECT 1
    FROM event_actors mine
    JOIN event_actors others ON others.actor = mine.actor AND others.role = 'source'
    JOIN events done ON done.id = others.event
    WHERE mine.event = e.id AND mine.role = 'source' AND done.type = e.type AND done.target = e.target
      AND done.status <> 'withdrawn' AND done.factuality IN ('occurred', 'ongoing')
      AND done.date_from >= ifnull(s.date_from, a.published)
  );

-- Events that an identified actor says did not happen, with the denier and, where the article links them, the claim.
CREATE VIEW denied_claims AS
SELECT
  e.id AS event, e.type, e.mode, e.source, e.target, e.text, s.speaker AS denied_by, s.id AS statement, s.cue,
  l.to_record AS claim, e.date_from, a.published, a.publisher, a.uri, e.article
FROM events e
JOIN articles a ON a.id = e.article
LEFT JOIN event_statements x ON x.event = e.id AND x.position = 0
LEFT JOIN statements s ON s.id = x.statement
LEFT JOIN links l ON l.kind = 'denies' AND l.from_record IN (e.id, s.id)
WHERE e.status <> 'withdrawn' AND e.factuality = 'denied';

-- Articles with near-duplicates collapsed: the first of each cluster, in how many outlets and copies it appeared.
CREATE VIEW unique_articles AS
SELECT
  a.id, a.uri, a.title, a.publisher, a.published,
  1 + (SELECT count(*) FROM articles c WHERE c.duplicate_of = a.id) AS copies,
  (SELECT count(DISTINCT c.publisher) FROM articles c WHERE c.id = a.id OR c.duplicate_of = a.id) AS publishers
FROM articles a
WHERE a.duplicate_of IS NULL;

-- How much there was to read, by publisher and month: the denominators of every rate.
CREATE VIEW coverage AS
SELECT
  substr(published, 1, 7) AS month, publisher, count(*) AS articles, sum(duplicate_of IS NOT NULL) AS duplicates,
  sum(characters) AS characters
FROM articles
GROUP BY month, publisher;

-- By what a record was replaced.
CREATE INDEX statements_by_replaced ON statements (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX events_by_replaced ON events (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX figures_by_replaced ON figures (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX ties_by_replaced ON ties (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX assessments_by_replaced ON assessments (replaces) WHERE replaces IS NOT NULL;
