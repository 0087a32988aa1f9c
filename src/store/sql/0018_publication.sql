-- A source is asked whether it may be told of in the public report.  Whoever rewords what would be printed ends the question.
CREATE TABLE publication_request (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  digest TEXT NOT NULL,                  -- of what is asked about, as publication_consent.digest
  asked_ms BIGINT NOT NULL,
  due_ms BIGINT NOT NULL,
  void_ms BIGINT                         -- reworded, or taken back by the hub
);
CREATE UNIQUE INDEX publication_request_live ON publication_request (case_id, org_id) WHERE void_ms IS NULL;
CREATE INDEX publication_request_by_org ON publication_request (org_id, asked_ms) WHERE void_ms IS NULL;
CREATE INDEX corroboration_case ON corroboration (case_id);
