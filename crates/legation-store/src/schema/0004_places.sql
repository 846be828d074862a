-- Step 4: where statements were made.

ALTER TABLE statements ADD COLUMN place TEXT; -- Where it was said: the name of the place.
ALTER TABLE statements ADD COLUMN place_country TEXT; -- ISO 3166 alpha-3 of the place's country.
ALTER TABLE statements ADD COLUMN place_lat REAL; -- Degrees north.
ALTER TABLE statements ADD COLUMN place_lon REAL; -- Degrees east.
ALTER TABLE statements ADD COLUMN place_geonames INTEGER; -- GeoNames id.
ALTER TABLE statements ADD COLUMN place_start INTEGER; -- First code point of the words for the place.
ALTER TABLE statements ADD COLUMN place_end INTEGER; -- One past the last code point of those words.
