-- Step 6: attributions and ties are found in order of date, actors of a country from an index alone, and nothing is kept in order that
-- nobody asks for.

-- The statement's speaker and the event's days, repeated.
ALTER TABLE event_statements ADD COLUMN speaker TEXT REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE event_statements ADD COLUMN date_from TEXT;
ALTER TABLE event_statements ADD COLUMN date_to TEXT;
UPDATE event_statements SET
  speaker = (SELECT s.speaker FROM statements s WHERE s.id = statement),
  (date_from, date_to) = (SELECT e.date_from, e.date_to FROM events e WHERE e.id = event);
CREATE INDEX event_statements_by_speaker ON event_statements (speaker, ifnull(date_from, ''), event, date_to);

DROP INDEX ties_by_a;
DROP INDEX ties_by_b;
CREATE INDEX ties_by_a ON ties (a, ifnull(date_from, ''), id, date_to);
CREATE INDEX ties_by_b ON ties (b, ifnull(date_from, ''), id, date_to);

DROP INDEX actors_by_country;
CREATE INDEX actors_by_country ON actors (country, id) WHERE country IS NOT NULL;
DROP INDEX actors_by_origin;

-- Mentions stand in the order of their key alone: the largest table of short rows is written once, not twice.
CREATE TABLE mentions_by_key (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  actor TEXT NOT NULL, -- The actor.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  text TEXT NOT NULL, -- The evidence: the words themselves.
  type TEXT NOT NULL, -- The form: `name`, `nominal`, `pronoun` or `adjective`.
  rule TEXT NOT NULL, -- Why the words belong to this actor.
  PRIMARY KEY (article, actor, position),
  FOREIGN KEY (article, actor) REFERENCES article_actors(article, actor) ON DELETE CASCADE
) WITHOUT ROWID;
INSERT INTO mentions_by_key (article, actor, position, span_start, span_end, text, type, rule)
SELECT article, actor, position, span_start, span_end, text, type, rule FROM mentions ORDER BY article, actor, position;
DROP TABLE mentions;
ALTER TABLE mentions_by_key RENAME TO mentions;
