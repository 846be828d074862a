-- Step 7: signatures of the texts are kept, so that copies are found without reading all texts again.

CREATE TABLE signatures (
  row INTEGER NOT NULL PRIMARY KEY REFERENCES articles(row) ON DELETE CASCADE, -- The article's row.
  way INTEGER NOT NULL, -- The way in which the signature was made.
  signature BLOB NOT NULL -- The signature: 128 draws of MinHash and the number of shingles; empty for a text without words.
);
