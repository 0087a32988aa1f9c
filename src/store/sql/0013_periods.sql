-- Closed periods: what was printed is kept as bytes, what changes later is told beside it.

CREATE TABLE closing (
  id TEXT PRIMARY KEY,
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,                 -- [from, to)
  recorded_ms BIGINT NOT NULL,           -- the frozen report knows what was on record at this instant
  digest TEXT NOT NULL,                  -- SHA-256 over format, language and SHA-256 of every document
  unsettled TEXT NOT NULL,               -- what was open and named, "submissions=3,shares=1"; '' for nothing
  state TEXT NOT NULL CHECK (state IN ('proposed', 'closed', 'replaced')),
  proposed_by TEXT NOT NULL,
  proposed_ms BIGINT NOT NULL,
  closed_by TEXT,                        -- another person
  closed_ms BIGINT
);
-- One proposal or one closing of the same days, never two.
CREATE UNIQUE INDEX closing_live ON closing (from_ms, to_ms) WHERE state <> 'replaced';

-- Added, never changed and never removed (as audit lines).
CREATE TABLE closing_document (
  closing_id TEXT NOT NULL REFERENCES closing (id),
  format TEXT NOT NULL CHECK (format IN ('table', 'html', 'csv', 'json')),
  lang TEXT NOT NULL CHECK (lang IN ('ja', 'en')),
  sha256 TEXT NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (closing_id, format, lang)
);

-- The figures of the period itself: later reports print them in its column.
CREATE TABLE closing_figure (
  closing_id TEXT NOT NULL REFERENCES closing (id),
  item TEXT NOT NULL,                    -- submissions shares own targeted outside drills
  value BIGINT NOT NULL,
  PRIMARY KEY (closing_id, item)
);

-- A mistake of the printed text that no record shows, corrected by hand.
CREATE TABLE closing_erratum (
  id TEXT PRIMARY KEY,
  closing_id TEXT NOT NULL REFERENCES closing (id),
  lang TEXT NOT NULL,                    -- ja, en, or '' for both
  place TEXT NOT NULL,
  before_text TEXT NOT NULL,
  after_text TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  by_person TEXT NOT NULL
);
CREATE INDEX closing_erratum_by_closing ON closing_erratum (closing_id);

-- Opening figures that their source gave as "about".
CREATE TABLE opening_about (
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  item TEXT NOT NULL,
  recorded_ms BIGINT NOT NULL,
  PRIMARY KEY (from_ms, to_ms, item, recorded_ms)
);

-- What came out of an old ledger: no content, the ledger's own number as reference.
CREATE TABLE ledger_entry (
  hand_in_id TEXT PRIMARY KEY REFERENCES hand_in (id),
  entry_key TEXT NOT NULL UNIQUE,        -- keyed hash: the same row is taken once, however often it is imported
  row_hash TEXT NOT NULL,                -- keyed hash of the row's fields: another content under the same number is told
  reference TEXT NOT NULL,               -- the old receipt number; ''
  file_sha256 TEXT NOT NULL,
  sheet TEXT NOT NULL,
  row_number BIGINT NOT NULL,
  entered_by TEXT NOT NULL,
  entered_ms BIGINT NOT NULL
);
CREATE INDEX ledger_entry_by_reference ON ledger_entry (reference);

-- The source's yes to being told of in the public report.  Only the sealed connection writes it.
CREATE TABLE publication_consent (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  digest TEXT NOT NULL,                  -- of the hub's words on the case and of its course of events
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
  medium TEXT NOT NULL CHECK (medium IN ('portal', 'terminal-code', 'signed-mail', 'spoken')),
  person_id TEXT NOT NULL,               -- the organisation's approver
  entered_by TEXT NOT NULL,
  second_witness TEXT,
  reference TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
CREATE INDEX publication_consent_by_case ON publication_consent (case_id, org_id, at_ms);
