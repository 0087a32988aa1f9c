-- One case = one attack as the hub understands it.
CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,                   -- the hub's own words; never leaves
  state TEXT NOT NULL CHECK (state IN ('open', 'analysing', 'share-draft', 'monitoring', 'closed', 'merged')),
  merged_into TEXT,
  class TEXT NOT NULL,
  campaign TEXT NOT NULL,                -- '' or a name like plant
  targeted BIGINT NOT NULL CHECK (targeted IN (0, 1)),
  targeted_basis TEXT NOT NULL,          -- persists, insider-knowledge, family, judgement; '' where not targeted
  bec_type BIGINT NOT NULL,
  damage TEXT NOT NULL,
  opened_ms BIGINT NOT NULL,
  closed_ms BIGINT
);

CREATE TABLE case_submission (           -- history is kept: removed_ms closes a row
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  submission_id TEXT NOT NULL REFERENCES submission (id),
  added_ms BIGINT NOT NULL,
  added_by TEXT NOT NULL,
  reason TEXT NOT NULL,                  -- exact near indicator thread family supplement new analyst merge split
  score BIGINT NOT NULL,                 -- 0..1000
  removed_ms BIGINT,
  removed_by TEXT
);
CREATE INDEX case_submission_by_case ON case_submission (case_id);
CREATE INDEX case_submission_by_submission ON case_submission (submission_id);

CREATE TABLE proposal (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submission (id),
  case_id TEXT REFERENCES cases (id),    -- NULL: a new case of its own
  other_submission TEXT,                 -- the neighbour it was found through
  reason TEXT NOT NULL,
  score BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'rejected', 'superseded')),
  made_ms BIGINT NOT NULL,
  decided_ms BIGINT,
  decided_by TEXT
);
CREATE INDEX proposal_by_submission ON proposal (submission_id);
CREATE INDEX proposal_by_state ON proposal (state);

-- Merges and splits of whole cases, so that they can be undone.
CREATE TABLE case_event (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  event TEXT NOT NULL,                   -- merged split unmerged reopened closed
  other_case TEXT,
  state_before TEXT NOT NULL,            -- the state that undoing brings back
  at_ms BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  undone_ms BIGINT
);

CREATE TABLE case_party (                -- protected parties of a case
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  role TEXT NOT NULL,                    -- submitter impersonated deceived payer payee bank abused counterpart reporter
  org_id TEXT,                           -- where it is in the registry
  label TEXT NOT NULL                    -- else how the hub calls it inside
);
CREATE INDEX case_party_by_case ON case_party (case_id);

-- What happened, for sequence figures and texts; words are ids into the text table or data.
CREATE TABLE case_timeline (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  n BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  until_ms BIGINT,                       -- a stretch ("07-08..07-26")
  precision TEXT NOT NULL CHECK (precision IN ('minute', 'day', 'month')),
  from_lane TEXT NOT NULL,               -- A B attacker, or '' for a note
  to_lane TEXT NOT NULL,
  is_fake BIGINT NOT NULL CHECK (is_fake IN (0, 1)),
  text_ja TEXT NOT NULL,
  text_en TEXT NOT NULL,
  note_ja TEXT NOT NULL,
  note_en TEXT NOT NULL,
  known_how TEXT NOT NULL CHECK (known_how IN ('observed', 'told', 'inferred')),
  recorded_ms BIGINT NOT NULL DEFAULT 0  -- when the hub wrote it down: an older report does not know it
);
CREATE INDEX case_timeline_by_case ON case_timeline (case_id, n);

CREATE TABLE case_text (                 -- narrative blocks by slot; lang ja and en
  case_id TEXT NOT NULL REFERENCES cases (id),
  slot TEXT NOT NULL,                    -- summary, table3, story, bullets, note ...
  lang TEXT NOT NULL,
  n BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (case_id, slot, lang, n)
);

CREATE TABLE corroboration (             -- public sources that say the same
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  source TEXT NOT NULL,
  url TEXT NOT NULL,
  read_ms BIGINT NOT NULL,
  licence TEXT NOT NULL,
  from_ms BIGINT,
  to_ms BIGINT,
  precision TEXT NOT NULL,
  says_ja TEXT NOT NULL,
  says_en TEXT NOT NULL
);

CREATE TABLE fact_check (                -- 事実確認 with the impersonated company
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  party_id TEXT NOT NULL REFERENCES case_party (id),
  asked_by TEXT NOT NULL,                -- submitter or hub
  asked_ms BIGINT NOT NULL,
  answered_ms BIGINT,
  answer TEXT,                           -- confirmed-fake, genuine, unknown
  others_learnt BIGINT                   -- further recipients learnt of; NULL: not asked
);

CREATE TABLE provenance (                -- notes that become footnotes: how complete, how obtained
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  kind TEXT NOT NULL,                    -- partly-inferred, archive-capture, call-for-reports, own-classification
  at_ms BIGINT,
  until_ms BIGINT,
  n BIGINT,
  recorded_ms BIGINT NOT NULL DEFAULT 0
);

-- What the hub had said of a case before, so that an older report can be printed again: one row per
-- change, with the value that stood until then ('' where there was none).
CREATE TABLE case_change (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  field TEXT NOT NULL,                   -- class campaign targeted bec_type damage, or text:SLOT:LANG
  before_value TEXT NOT NULL,            -- of a text: its paragraphs, parted by empty lines
  at_ms BIGINT NOT NULL,
  by_person TEXT NOT NULL
);
CREATE INDEX case_change_by_time ON case_change (at_ms);
