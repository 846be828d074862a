-- Step 1: articles and records.
--
-- Column names and kinds follow the list in `columns/tables/`; a test holds the two together. The comments stay in the
-- file's `sqlite_schema`, so that the database explains itself to whoever opens it.

CREATE TABLE schema_steps (
  version INTEGER PRIMARY KEY, -- The step.
  name TEXT NOT NULL, -- What it brings.
  checksum TEXT NOT NULL -- Hash of its statements.
);

-- What coded the articles: versions and hashes of everything that decides the records. Equal settings are one run.
CREATE TABLE runs (
  id TEXT NOT NULL PRIMARY KEY, -- The run's fingerprint: a hash of all other columns.
  program TEXT NOT NULL, -- Name and version of the program.
  model TEXT NOT NULL, -- Name and version of the language model.
  model_hash TEXT, -- Hash of the model's files.
  codebook TEXT NOT NULL, -- Name and version of the codebook.
  codebook_hash TEXT, -- Hash of the codebook's tables.
  knowledge TEXT NOT NULL, -- Name and version of the knowledge tables.
  knowledge_hash TEXT, -- Hash of the knowledge tables.
  configuration TEXT NOT NULL -- The settings that bear on the records.
);

-- The articles as received, with what is known about them. All spans of an article's records are code points of `text`.
CREATE TABLE articles (
  row INTEGER PRIMARY KEY, -- Ties the row to the full-text index; no part of the content.
  id TEXT NOT NULL UNIQUE, -- Identity: a hash of address and text.
  uri TEXT NOT NULL, -- Where it came from: a path, address or the name of a record in an archive.
  canonical TEXT, -- The canonical address, where the page names one.
  title TEXT, -- The headline, where known from outside the text.
  publisher TEXT, -- The outlet that published it. Never a source of events.
  byline TEXT NOT NULL, -- The authors.
  language TEXT, -- ISO 639-1 code of the language.
  published TEXT, -- When it was published.
  published_basis TEXT NOT NULL, -- How that is known: `given`, `metadata`, `dateline`, `inferred` or `unknown`.
  duplicate_of TEXT REFERENCES articles(id) DEFERRABLE INITIALLY DEFERRED, -- The first article of its near-duplicate cluster.
  run TEXT NOT NULL REFERENCES runs(id) DEFERRABLE INITIALLY DEFERRED, -- The run that coded it.
  text_hash TEXT NOT NULL, -- Hash of the text: equal for equal texts under different addresses.
  characters INTEGER NOT NULL, -- Length of the text in code points.
  reader TEXT, -- Which reader and extractor produced the text.
  provenance TEXT, -- Where in its container the article stood.
  reader_remarks TEXT NOT NULL, -- What the reader had to say about the input.
  boilerplate TEXT NOT NULL, -- Spans that are not the article.
  contexts TEXT NOT NULL, -- PLOVER contexts of the article as a whole.
  text TEXT NOT NULL -- The text as received.
);

-- Where the sentences of the articles are.
CREATE TABLE sentences (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  span_start INTEGER NOT NULL, -- First code point.
  span_end INTEGER NOT NULL, -- One past the last code point.
  PRIMARY KEY (article, position)
);

-- Who acts, is acted on or speaks, over all articles. Known actors keep their id; others are kept as found, under `article:local id`. Where articles differ about an actor, the one with the lowest id is followed.
CREATE TABLE actors (
  id TEXT NOT NULL PRIMARY KEY, -- Stable where the actor is known (`CHN`, `xi-jinping`), else `article:local id`.
  name TEXT NOT NULL, -- The fullest name, or the description for actors without one.
  kind TEXT NOT NULL, -- `person`, `state`, `government`, `party`, `igo`, `ngo`, `media`, `company`, `think_tank`, `military`, `group` or `place_group`.
  country TEXT, -- ISO 3166 alpha-3 of its own country.
  sectors TEXT NOT NULL, -- PLOVER sectors, the primary one first.
  known INTEGER NOT NULL CHECK (known IN (0, 1)), -- Whether the knowledge tables know it.
  articles INTEGER NOT NULL, -- In how many articles it is mentioned.
  mentions INTEGER NOT NULL, -- How often it is mentioned.
  from_article TEXT NOT NULL REFERENCES articles(id) DEFERRABLE INITIALLY DEFERRED, -- The article that the values follow.
  merged_into TEXT REFERENCES actors(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED -- The actor that a person says it is the same as.
);

-- The actors of each article, with country and sectors at the time of the article.
CREATE TABLE article_actors (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  actor TEXT NOT NULL REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED, -- The actor.
  local_id TEXT NOT NULL, -- Its id in the article's JSON.
  name TEXT NOT NULL, -- The fullest name in the article, or the description.
  kind TEXT NOT NULL, -- What sort of thing it is.
  country TEXT, -- ISO 3166 alpha-3 of its own country.
  sectors TEXT NOT NULL, -- PLOVER sectors, the primary one first.
  members TEXT NOT NULL, -- For pairs and groups: who they are.
  known INTEGER NOT NULL CHECK (known IN (0, 1)), -- Whether the knowledge tables know it.
  rule TEXT NOT NULL, -- Why it was made or identified as it is.
  PRIMARY KEY (article, actor)
);

-- The words that stand for an actor.
CREATE TABLE mentions (
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
);

-- Offices and functions of an actor, according to the text or the tables.
CREATE TABLE roles (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  actor TEXT NOT NULL, -- The actor.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  title TEXT NOT NULL, -- The title: `president`.
  of_actor TEXT, -- Of which state or organisation: an actor id, which need not be mentioned itself.
  status TEXT NOT NULL, -- `current`, `former`, `acting`, `elect` or `unknown`.
  span_start INTEGER, -- First code point of the words, where the text gives the role.
  span_end INTEGER, -- One past the last code point of the words.
  PRIMARY KEY (article, actor, position),
  FOREIGN KEY (article, actor) REFERENCES article_actors(article, actor) ON DELETE CASCADE
);

-- Time expressions with their TIMEX3 values.
CREATE TABLE timexes (
  id TEXT NOT NULL PRIMARY KEY, -- Identity: a hash of article, span and kind, the same on every run.
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  text TEXT NOT NULL, -- The evidence: the words themselves.
  type TEXT NOT NULL, -- `DATE`, `TIME`, `DURATION` or `SET`.
  value TEXT, -- The TIMEX3 value.
  modifier TEXT, -- The TIMEX3 modifier: `START`, `END`, `APPROX`.
  date_from TEXT, -- First day that the value stands for.
  date_to TEXT, -- Last day that the value stands for.
  rule TEXT NOT NULL -- Which rule, frame or model made the record.
);

-- Who said what, through which channel, and in what manner. What is not said but thought, wished or stood for has the cue class `attitude`.
CREATE TABLE statements (
  row INTEGER PRIMARY KEY, -- Ties the row to the full-text index; no part of the content.
  id TEXT NOT NULL UNIQUE, -- Identity: a hash of article, span and kind, the same on every run.
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  speaker TEXT REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED, -- Who speaks; unknown where the text leaves it open.
  speaker_start INTEGER, -- First code point of the words for the speaker.
  speaker_end INTEGER, -- One past the last code point of those words.
  cue TEXT, -- The words that report: `said`, `according to`; unknown for free-standing quotes.
  cue_start INTEGER, -- First code point of the cue.
  cue_end INTEGER, -- One past the last code point of the cue.
  cue_class TEXT, -- `say`, `claim`, `confirm`, `deny`, `accuse`, `demand`, `promise`, `warn`, `praise`, `refuse_comment`, `ask`, `attitude` or `other`.
  manner TEXT NOT NULL, -- `direct`, `indirect` or `mixed`.
  act TEXT NOT NULL, -- What the speaker does by speaking: `assertion`, `assessment`, `forecast`, `promise`, `demand`, `accusation`, `denial`, `praise`, `question` or `refusal`.
  addressees TEXT NOT NULL, -- To whom.
  via TEXT REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED, -- The channel: a readout, a transcript in state media.
  evidence TEXT NOT NULL, -- What the text says of the evidence: `none`, `unproven`, `documented`, `eyewitness` or `anonymous`.
  date_value TEXT, -- The date as a TIMEX3 value: `2022-12-30`, `2022-12`, `2022-W51`.
  date_from TEXT, -- First day that the date stands for.
  date_to TEXT, -- Last day that the date stands for (inclusive).
  date_basis TEXT NOT NULL, -- How the date is known: `timex`, `inherited`, `event`, `publication` or `unknown`.
  timex_start INTEGER, -- First code point of the time expression behind the date.
  timex_end INTEGER, -- One past the last code point of that time expression.
  within TEXT REFERENCES statements(id) DEFERRABLE INITIALLY DEFERRED, -- The statement inside which this one is reported.
  rule TEXT NOT NULL, -- Which rule, frame or model made the record.
  content TEXT NOT NULL, -- What was said, pieces joined by ` … `.
  quote TEXT, -- What stands inside quotation marks, pieces joined by ` … `.
  status TEXT NOT NULL DEFAULT 'coded' CHECK (status IN ('coded', 'withdrawn', 'added')), -- `coded`: by the program, and stands; `withdrawn`: by the program, but rejected or replaced by a person; `added`: by a person.
  replaces TEXT -- For `added` records: the record that a person replaced by this one.
);

-- The pieces of a statement: its content, what is quoted, further parts of the cue.
CREATE TABLE statement_pieces (
  statement TEXT NOT NULL REFERENCES statements(id) ON DELETE CASCADE, -- The statement.
  part TEXT NOT NULL, -- `content`, `quoted` or `cue`.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  text TEXT NOT NULL, -- The words.
  PRIMARY KEY (statement, part, position)
);

-- To whom statements are addressed.
CREATE TABLE statement_actors (
  statement TEXT NOT NULL REFERENCES statements(id) ON DELETE CASCADE, -- The statement.
  role TEXT NOT NULL, -- `addressee`.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  actor TEXT NOT NULL REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED, -- The actor.
  PRIMARY KEY (statement, role, position)
);

-- Who did what to whom, when, where, and how sure one can be.
CREATE TABLE events (
  id TEXT NOT NULL PRIMARY KEY, -- Identity: a hash of article, span and kind, the same on every run.
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  source TEXT NOT NULL, -- Who acts.
  target TEXT NOT NULL, -- Whom it is done to.
  symmetric INTEGER NOT NULL CHECK (symmetric IN (0, 1)), -- Whether all participants stand on one side.
  type TEXT, -- PLOVER type; unknown for happenings outside PLOVER.
  mode TEXT, -- PLOVER mode.
  contexts TEXT NOT NULL, -- PLOVER contexts.
  quad INTEGER, -- 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
  intensity REAL, -- PLOVER intensity, -10 (conflict) to 10 (cooperation).
  other_type TEXT, -- A name for happenings outside PLOVER.
  trigger TEXT NOT NULL, -- The words that report it.
  trigger_start INTEGER NOT NULL, -- First code point of the trigger.
  trigger_end INTEGER NOT NULL, -- One past the last code point of the trigger.
  date_value TEXT, -- The date as a TIMEX3 value: `2022-12-30`, `2022-12`, `2022-W51`.
  date_from TEXT, -- First day that the date stands for.
  date_to TEXT, -- Last day that the date stands for (inclusive).
  date_basis TEXT NOT NULL, -- How the date is known: `timex`, `inherited`, `event`, `publication` or `unknown`.
  timex_start INTEGER, -- First code point of the time expression behind the date.
  timex_end INTEGER, -- One past the last code point of that time expression.
  place TEXT, -- Where: the name of the place.
  place_country TEXT, -- ISO 3166 alpha-3 of the place's country.
  place_lat REAL, -- Degrees north.
  place_lon REAL, -- Degrees east.
  place_geonames INTEGER, -- GeoNames id.
  place_start INTEGER, -- First code point of the words for the place.
  place_end INTEGER, -- One past the last code point of those words.
  factuality TEXT NOT NULL, -- Its status in the text: `occurred`, `ongoing`, `habitual`, `planned`, `possible`, `alleged`, `denied` or `negated`.
  attribution TEXT NOT NULL, -- Statements it stands in, innermost first; empty for the reporter's own voice.
  confidence REAL NOT NULL, -- How sure the coder is, 0 to 1.
  rule TEXT NOT NULL, -- Which rule, frame or model made the record.
  why TEXT NOT NULL, -- The steps that led to type, roles and factuality, and what else was considered.
  text TEXT NOT NULL, -- The evidence: the words themselves.
  status TEXT NOT NULL DEFAULT 'coded' CHECK (status IN ('coded', 'withdrawn', 'added')), -- `coded`: by the program, and stands; `withdrawn`: by the program, but rejected or replaced by a person; `added`: by a person.
  replaces TEXT -- For `added` records: the record that a person replaced by this one.
);

-- Participants of events.
CREATE TABLE event_actors (
  event TEXT NOT NULL REFERENCES events(id) ON DELETE CASCADE, -- The event.
  role TEXT NOT NULL, -- `source` or `target`.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  actor TEXT NOT NULL REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED, -- The actor.
  PRIMARY KEY (event, role, position)
);

-- PLOVER contexts of events.
CREATE TABLE event_contexts (
  event TEXT NOT NULL REFERENCES events(id) ON DELETE CASCADE, -- The event.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  context TEXT NOT NULL, -- The context.
  PRIMARY KEY (event, position)
);

-- Further words in the same article that report an event.
CREATE TABLE event_triggers (
  event TEXT NOT NULL REFERENCES events(id) ON DELETE CASCADE, -- The event.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  text TEXT NOT NULL, -- The words.
  PRIMARY KEY (event, position)
);

-- The statements that an event stands in, innermost first.
CREATE TABLE event_statements (
  event TEXT NOT NULL REFERENCES events(id) ON DELETE CASCADE, -- The event.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  statement TEXT NOT NULL REFERENCES statements(id) ON DELETE CASCADE, -- The statement.
  PRIMARY KEY (event, position)
);

-- Numbers that the text claims: what they count, whose, when, said by whom.
CREATE TABLE figures (
  id TEXT NOT NULL PRIMARY KEY, -- Identity: a hash of article, span and kind, the same on every run.
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  text TEXT NOT NULL, -- The evidence: the words themselves.
  value REAL, -- The value in `unit`; shares as fractions of 1.
  value_to REAL, -- The upper end of a range.
  unit TEXT, -- `share`, `persons`, an ISO 4217 currency, a unit of measure, or the noun counted.
  comparator TEXT NOT NULL, -- `exactly`, `about`, `more_than`, `at_least`, `less_than`, `at_most`, `between` or `record`.
  measures TEXT, -- What is measured.
  measures_start INTEGER, -- First code point of the words that say what is measured.
  measures_end INTEGER, -- One past the last code point of those words.
  subject TEXT NOT NULL, -- Whose figure it is: who does or has it.
  object TEXT NOT NULL, -- Whom it concerns on the other side.
  date_value TEXT, -- The date as a TIMEX3 value: `2022-12-30`, `2022-12`, `2022-W51`.
  date_from TEXT, -- First day that the date stands for.
  date_to TEXT, -- Last day that the date stands for (inclusive).
  date_basis TEXT NOT NULL, -- How the date is known: `timex`, `inherited`, `event`, `publication` or `unknown`.
  timex_start INTEGER, -- First code point of the time expression behind the date.
  timex_end INTEGER, -- One past the last code point of that time expression.
  compared_to TEXT REFERENCES figures(id) DEFERRABLE INITIALLY DEFERRED, -- The figure it is compared to.
  attribution TEXT NOT NULL, -- Statements it stands in, innermost first; empty for the reporter's own voice.
  rule TEXT NOT NULL, -- Which rule, frame or model made the record.
  status TEXT NOT NULL DEFAULT 'coded' CHECK (status IN ('coded', 'withdrawn', 'added')), -- `coded`: by the program, and stands; `withdrawn`: by the program, but rejected or replaced by a person; `added`: by a person.
  replaces TEXT -- For `added` records: the record that a person replaced by this one.
);

-- Whose figures they are, and whom they concern.
CREATE TABLE figure_actors (
  figure TEXT NOT NULL REFERENCES figures(id) ON DELETE CASCADE, -- The figure.
  role TEXT NOT NULL, -- `subject` or `object`.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  actor TEXT NOT NULL REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED, -- The actor.
  PRIMARY KEY (figure, role, position)
);

-- The statements that a figure stands in, innermost first.
CREATE TABLE figure_statements (
  figure TEXT NOT NULL REFERENCES figures(id) ON DELETE CASCADE, -- The figure.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  statement TEXT NOT NULL REFERENCES statements(id) ON DELETE CASCADE, -- The statement.
  PRIMARY KEY (figure, position)
);

-- Lasting relations between two actors, stated as fact or attributed.
CREATE TABLE ties (
  id TEXT NOT NULL PRIMARY KEY, -- Identity: a hash of article, span and kind, the same on every run.
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  text TEXT NOT NULL, -- The evidence: the words themselves.
  a TEXT NOT NULL REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED, -- One end.
  b TEXT NOT NULL REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED, -- The other end.
  directed INTEGER NOT NULL CHECK (directed IN (0, 1)), -- Whether the two ends differ in part.
  type TEXT NOT NULL, -- `partnership`, `alliance`, `dependence`, `trade`, `supplies`, `arms`, `rivalry`, `threat`, `office`, `employment`, `membership`, `ownership`, `alignment` or `constraint`.
  factuality TEXT NOT NULL, -- Its status in the text: `occurred`, `ongoing`, `habitual`, `planned`, `possible`, `alleged`, `denied` or `negated`.
  date_value TEXT, -- The date as a TIMEX3 value: `2022-12-30`, `2022-12`, `2022-W51`.
  date_from TEXT, -- First day that the date stands for.
  date_to TEXT, -- Last day that the date stands for (inclusive).
  date_basis TEXT NOT NULL, -- How the date is known: `timex`, `inherited`, `event`, `publication` or `unknown`.
  timex_start INTEGER, -- First code point of the time expression behind the date.
  timex_end INTEGER, -- One past the last code point of that time expression.
  figures TEXT NOT NULL, -- Figures that quantify it.
  attribution TEXT NOT NULL, -- Statements it stands in, innermost first; empty for the reporter's own voice.
  rule TEXT NOT NULL, -- Which rule, frame or model made the record.
  status TEXT NOT NULL DEFAULT 'coded' CHECK (status IN ('coded', 'withdrawn', 'added')), -- `coded`: by the program, and stands; `withdrawn`: by the program, but rejected or replaced by a person; `added`: by a person.
  replaces TEXT -- For `added` records: the record that a person replaced by this one.
);

-- Figures that quantify a tie.
CREATE TABLE tie_figures (
  tie TEXT NOT NULL REFERENCES ties(id) ON DELETE CASCADE, -- The tie.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  figure TEXT NOT NULL REFERENCES figures(id) ON DELETE CASCADE, -- The figure.
  PRIMARY KEY (tie, position)
);

-- The statements that a tie stands in, innermost first.
CREATE TABLE tie_statements (
  tie TEXT NOT NULL REFERENCES ties(id) ON DELETE CASCADE, -- The tie.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  statement TEXT NOT NULL REFERENCES statements(id) ON DELETE CASCADE, -- The statement.
  PRIMARY KEY (tie, position)
);

-- Judgements, forecasts, dilemmas and constraints.
CREATE TABLE assessments (
  id TEXT NOT NULL PRIMARY KEY, -- Identity: a hash of article, span and kind, the same on every run.
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  text TEXT NOT NULL, -- The evidence: the words themselves.
  holder TEXT REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED, -- Who judges; unknown stands for the reporter.
  kind TEXT NOT NULL, -- `judgement`, `forecast` or `constraint`.
  about TEXT NOT NULL, -- Whom or what it is about.
  polarity TEXT NOT NULL, -- `positive`, `negative`, `mixed` or `neutral`.
  hedge_start INTEGER, -- First code point of the hedge (`may`, `likely`).
  hedge_end INTEGER, -- One past the last code point of the hedge.
  attribution TEXT NOT NULL, -- Statements it stands in, innermost first; empty for the reporter's own voice.
  rule TEXT NOT NULL, -- Which rule, frame or model made the record.
  status TEXT NOT NULL DEFAULT 'coded' CHECK (status IN ('coded', 'withdrawn', 'added')), -- `coded`: by the program, and stands; `withdrawn`: by the program, but rejected or replaced by a person; `added`: by a person.
  replaces TEXT -- For `added` records: the record that a person replaced by this one.
);

-- Whom or what assessments are about.
CREATE TABLE assessment_actors (
  assessment TEXT NOT NULL REFERENCES assessments(id) ON DELETE CASCADE, -- The assessment.
  role TEXT NOT NULL, -- `about`.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  actor TEXT NOT NULL REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED, -- The actor.
  PRIMARY KEY (assessment, role, position)
);

-- For dilemmas and constraints: the options named; for causal links: the two ends.
CREATE TABLE assessment_pieces (
  assessment TEXT NOT NULL REFERENCES assessments(id) ON DELETE CASCADE, -- The assessment.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  text TEXT NOT NULL, -- The words.
  PRIMARY KEY (assessment, position)
);

-- The statements that an assessment stands in, innermost first.
CREATE TABLE assessment_statements (
  assessment TEXT NOT NULL REFERENCES assessments(id) ON DELETE CASCADE, -- The assessment.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  statement TEXT NOT NULL REFERENCES statements(id) ON DELETE CASCADE, -- The statement.
  PRIMARY KEY (assessment, position)
);

-- Links between records: one denies or contradicts the other, or brought it about.
CREATE TABLE links (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  kind TEXT NOT NULL, -- `denies`, `contradicts` or `causes`.
  from_record TEXT NOT NULL, -- The record that denies or causes.
  to_record TEXT NOT NULL, -- The record that is denied or caused.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  rule TEXT NOT NULL, -- Which rule, frame or model made the record.
  PRIMARY KEY (article, position)
);

-- Why some words were not coded.
CREATE TABLE remarks (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The article.
  position INTEGER NOT NULL, -- The position in the list, from 0.
  span_start INTEGER NOT NULL, -- First code point of the evidence in the article's text.
  span_end INTEGER NOT NULL, -- One past the last code point of the evidence.
  code TEXT NOT NULL, -- A short code: `no_frame`, `no_actor`, `ambiguous_date`.
  text TEXT NOT NULL, -- A sentence for people.
  PRIMARY KEY (article, position)
);

-- Each article's JSON (the output contract) without the text, compressed with Zstandard. Kept beside the tables so that one
-- article is given back to the byte, with one read and without code that puts it together again.
CREATE TABLE article_json (
  article TEXT NOT NULL PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
  hash TEXT NOT NULL, -- Hash of what was written; tells whether reading again changes anything.
  json BLOB NOT NULL
);

-- Listings: by date, then id.
CREATE INDEX articles_by_date ON articles (ifnull(published, ''), id);
CREATE INDEX statements_by_date ON statements (ifnull(date_from, ''), id);
CREATE INDEX events_by_date ON events (ifnull(date_from, ''), id);
CREATE INDEX figures_by_date ON figures (ifnull(date_from, ''), id);
CREATE INDEX ties_by_date ON ties (ifnull(date_from, ''), id);
CREATE INDEX assessments_by_article ON assessments (article, id);
CREATE INDEX actors_by_frequency ON actors (articles, id);

-- The records of an article.
CREATE INDEX timexes_by_article ON timexes (article);
CREATE INDEX statements_by_article ON statements (article);
CREATE INDEX events_by_article ON events (article);
CREATE INDEX figures_by_article ON figures (article);
CREATE INDEX ties_by_article ON ties (article);
CREATE INDEX articles_by_run ON articles (run);
CREATE INDEX articles_by_publisher ON articles (publisher);
CREATE INDEX articles_by_uri ON articles (uri);
CREATE INDEX articles_by_text ON articles (text_hash);
CREATE INDEX articles_by_duplicate ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;

-- The records of an actor.
CREATE INDEX actors_by_name ON actors (name COLLATE NOCASE);
CREATE INDEX actors_by_country ON actors (country);
CREATE INDEX actors_by_origin ON actors (from_article);
CREATE INDEX actors_by_merger ON actors (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX article_actors_by_actor ON article_actors (actor, article);
CREATE INDEX statements_by_speaker ON statements (speaker, ifnull(date_from, ''), id);
CREATE INDEX statements_by_channel ON statements (via) WHERE via IS NOT NULL;
CREATE INDEX statements_by_frame ON statements (within) WHERE within IS NOT NULL;
CREATE INDEX statement_actors_by_actor ON statement_actors (actor, statement);
CREATE INDEX event_actors_by_actor ON event_actors (actor, event, role);
CREATE INDEX figure_actors_by_actor ON figure_actors (actor, figure, role);
CREATE INDEX ties_by_a ON ties (a, b);
CREATE INDEX ties_by_b ON ties (b, a);
CREATE INDEX assessments_by_holder ON assessments (holder);
CREATE INDEX assessment_actors_by_actor ON assessment_actors (actor, assessment, role);

-- What stands in a statement, and what is compared.
CREATE INDEX event_statements_by_statement ON event_statements (statement);
CREATE INDEX figure_statements_by_statement ON figure_statements (statement);
CREATE INDEX tie_statements_by_statement ON tie_statements (statement);
CREATE INDEX assessment_statements_by_statement ON assessment_statements (statement);
CREATE INDEX tie_figures_by_figure ON tie_figures (figure);
CREATE INDEX figures_by_comparison ON figures (compared_to) WHERE compared_to IS NOT NULL;
CREATE INDEX event_contexts_by_context ON event_contexts (context, event);
CREATE INDEX events_by_type ON events (type, mode, ifnull(date_from, ''), id);
CREATE INDEX links_by_from ON links (from_record);
CREATE INDEX links_by_to ON links (to_record);

-- Full text.
CREATE VIRTUAL TABLE articles_fts USING fts5 (
  title, text, content="articles", content_rowid='row', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts (rowid, title, text) VALUES (new.row, new.title, new.text);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.row, old.title, old.text);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, text ON articles
WHEN old.title IS NOT new.title OR old.text IS NOT new.text BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.row, old.title, old.text);
  INSERT INTO articles_fts (rowid, title, text) VALUES (new.row, new.title, new.text);
END;

CREATE VIRTUAL TABLE statements_fts USING fts5 (
  content, content="statements", content_rowid='row', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE TRIGGER statements_fts_insert AFTER INSERT ON statements BEGIN
  INSERT INTO statements_fts (rowid, content) VALUES (new.row, new.content);
END;
CREATE TRIGGER statements_fts_delete AFTER DELETE ON statements BEGIN
  INSERT INTO statements_fts (statements_fts, rowid, content) VALUES ('delete', old.row, old.content);
END;
