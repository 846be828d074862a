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
