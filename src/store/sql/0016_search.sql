-- What can be found by its words, and what waits to be taken up.  The words themselves lie in search_words, which the
-- driver makes (store/search_index.c); all three are made anew from what is stored, so a backup leaves them out.
CREATE TABLE search_piece (              -- a long text is several pieces
  id BIGINT PRIMARY KEY,                 -- seconds of its time * 4096 + a number: newest first by id
  kind TEXT NOT NULL CHECK (kind IN ('submission', 'case', 'share', 'indicator')),
  object_id TEXT NOT NULL
);
CREATE INDEX search_piece_by_object ON search_piece (object_id, kind);

CREATE TABLE search_due (
  kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  PRIMARY KEY (kind, object_id)
);
INSERT INTO search_due (kind, object_id) SELECT 'submission', id FROM submission WHERE document_blob IS NOT NULL AND state <> 'withdrawn';
INSERT INTO search_due (kind, object_id) SELECT 'case', id FROM cases;
INSERT INTO search_due (kind, object_id) SELECT 'share', id FROM share;
INSERT INTO search_due (kind, object_id) SELECT 'indicator', id FROM indicator;
