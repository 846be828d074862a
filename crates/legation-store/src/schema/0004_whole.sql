-- Step 4: lighter writing, counts of the whole store that are there when they are asked for, and where statements were made.

-- Full text is indexed once a transaction, not row by row; beginnings of words in articles are found without an index of their own.
DROP TRIGGER articles_fts_insert;
DROP TRIGGER articles_fts_delete;
DROP TRIGGER articles_fts_update;
DROP TRIGGER statements_fts_insert;
DROP TRIGGER statements_fts_delete;
DROP TABLE articles_fts;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
  title, text, content="articles", content_rowid='row', tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles
WHEN EXISTS (SELECT 1 FROM articles_fts_docsize d WHERE d.id = old.row) BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.row, old.title, old.text);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, text ON articles
WHEN (old.title IS NOT new.title OR old.text IS NOT new.text) AND EXISTS (SELECT 1 FROM articles_fts_docsize d WHERE d.id = old.row) BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.row, old.title, old.text);
  INSERT INTO articles_fts (rowid, title, text) VALUES (new.row, new.title, new.text);
END;
CREATE TRIGGER statements_fts_delete AFTER DELETE ON statements
WHEN EXISTS (SELECT 1 FROM statements_fts_docsize d WHERE d.id = old.row) BEGIN
  INSERT INTO statements_fts (statements_fts, rowid, content) VALUES ('delete', old.row, old.content);
END;

-- How many events there are of each kind: what a look at all of them would count. Withdrawn events do not count, those of copies do.
CREATE TABLE event_counts (
  facet TEXT NOT NULL, -- `total`, `type`, `quad`, `factuality`, `context`, `source`, `target` or `country`.
  value TEXT NOT NULL, -- The value; empty where unknown, and for the total.
  events INTEGER NOT NULL, -- How many events.
  cooperation INTEGER NOT NULL, -- How many of them are cooperation.
  conflict INTEGER NOT NULL, -- How many are conflict.
  PRIMARY KEY (facet, value)
) WITHOUT ROWID;
-- Only values that are frequent can be among the most frequent ones.
CREATE INDEX event_counts_by_number ON event_counts (facet, events) WHERE events > 7;

-- How many events there are between two actors, in either direction, each once; actors under their own ids.
CREATE TABLE pair_counts (
  a TEXT NOT NULL, -- The actor whose id comes first.
  b TEXT NOT NULL, -- The other.
  events INTEGER NOT NULL, -- How many events.
  cooperation INTEGER NOT NULL, -- How many of them are cooperation.
  conflict INTEGER NOT NULL, -- How many are conflict.
  rated INTEGER NOT NULL, -- How many of them have an intensity.
  intensity INTEGER NOT NULL, -- The sum of the intensities, in thousandths.
  PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX pair_counts_by_number ON pair_counts (events) WHERE events > 7;

-- How many events begin on each day.
CREATE TABLE day_counts (
  day TEXT NOT NULL, -- The first day of the event.
  exact INTEGER NOT NULL, -- Whether that one day is known.
  quad INTEGER NOT NULL, -- The quadrant, or 0.
  events INTEGER NOT NULL, -- How many events.
  PRIMARY KEY (day, exact, quad)
) WITHOUT ROWID;

INSERT INTO event_counts (facet, value, events, cooperation, conflict)
SELECT f.facet, f.value, count(*), total(f.quad <= 2), total(f.quad >= 3) FROM (
  SELECT 'total' AS facet, '' AS value, e.quad FROM events e WHERE e.status <> 'withdrawn'
  UNION ALL SELECT 'type', ifnull(e.type, ''), e.quad FROM events e WHERE e.status <> 'withdrawn'
  UNION ALL SELECT 'quad', ifnull(e.quad, ''), e.quad FROM events e WHERE e.status <> 'withdrawn'
  UNION ALL SELECT 'factuality', e.factuality, e.quad FROM events e WHERE e.status <> 'withdrawn'
  UNION ALL SELECT 'context', x.context, e.quad FROM events e JOIN event_contexts x ON x.event = e.id WHERE e.status <> 'withdrawn'
  UNION ALL SELECT x.role, x.actor, e.quad FROM events e JOIN event_actors x ON x.event = e.id WHERE e.status <> 'withdrawn'
) f GROUP BY 1, 2;
INSERT INTO event_counts (facet, value, events, cooperation, conflict)
SELECT 'country', f.country, count(*), total(f.quad <= 2), total(f.quad >= 3) FROM (
  SELECT DISTINCT e.id, e.quad, n.country FROM events e JOIN event_actors x ON x.event = e.id
  JOIN article_actors n ON n.article = e.article AND n.actor = x.actor
  WHERE e.status <> 'withdrawn' AND n.country IS NOT NULL
) f GROUP BY f.country;
INSERT INTO pair_counts (a, b, events, cooperation, conflict, rated, intensity)
SELECT
  f.a, f.b, count(*), total(f.quad <= 2), total(f.quad >= 3), count(f.intensity),
  total(CAST(round(ifnull(f.intensity, 0) * 1000) AS INTEGER))
FROM (
  SELECT DISTINCT e.id, e.quad, e.intensity, min(s.actor, t.actor) AS a, max(s.actor, t.actor) AS b FROM events e
  JOIN event_actors s ON s.event = e.id AND s.role = 'source'
  JOIN event_actors t ON t.event = e.id AND (t.role = 'target' OR (e.symmetric AND t.actor <> s.actor))
  WHERE e.status <> 'withdrawn' AND s.actor <> t.actor
) f GROUP BY f.a, f.b;
INSERT INTO day_counts (day, exact, quad, events)
SELECT e.date_from, e.date_from IS e.date_to, ifnull(e.quad, 0), count(*) FROM events e
WHERE e.status <> 'withdrawn' AND e.date_from IS NOT NULL GROUP BY 1, 2, 3;

-- What is counted apart, what is looked at first, where things happen.
CREATE INDEX statements_withdrawn ON statements (id) WHERE status = 'withdrawn';
CREATE INDEX events_withdrawn ON events (id) WHERE status = 'withdrawn';
CREATE INDEX figures_withdrawn ON figures (id) WHERE status = 'withdrawn';
CREATE INDEX ties_withdrawn ON ties (id) WHERE status = 'withdrawn';
CREATE INDEX assessments_withdrawn ON assessments (id) WHERE status = 'withdrawn';
CREATE INDEX events_by_doubt ON events (confidence, id) WHERE status = 'coded' AND confidence < 0.6;
DROP INDEX articles_by_publisher;
CREATE INDEX articles_by_publisher ON articles (publisher, ifnull(published, ''), id);
CREATE INDEX events_by_factuality ON events (factuality, ifnull(date_from, ''), id);
CREATE INDEX events_by_place ON events (place, place_country, place_lat, place_lon, quad, status) WHERE place IS NOT NULL;

-- Where statements were made.
ALTER TABLE statements ADD COLUMN place TEXT; -- Where it was said: the name of the place.
ALTER TABLE statements ADD COLUMN place_country TEXT; -- ISO 3166 alpha-3 of the place's country.
ALTER TABLE statements ADD COLUMN place_lat REAL; -- Degrees north.
ALTER TABLE statements ADD COLUMN place_lon REAL; -- Degrees east.
ALTER TABLE statements ADD COLUMN place_geonames INTEGER; -- GeoNames id.
ALTER TABLE statements ADD COLUMN place_start INTEGER; -- First code point of the words for the place.
ALTER TABLE statements ADD COLUMN place_end INTEGER; -- One past the last code point of those words.
