-- What came in.  A hand-in is received as it is; the worker splits it into submissions.
CREATE TABLE hand_in (
  id TEXT PRIMARY KEY,
  receipt TEXT NOT NULL UNIQUE,
  org_id TEXT REFERENCES org (id),       -- NULL: quarantined, never attributed
  person_id TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('mail', 'bec', 'traffic', 'sample', 'incident', 'audit-log', 'consultation', 'sighting')),
  channel TEXT NOT NULL,                 -- cli, pipe, web, rest, proxy (entered by the hub), demo
  name TEXT NOT NULL,                    -- file name as given; '' once erased
  state TEXT NOT NULL CHECK (state IN ('received', 'split', 'failed', 'quarantined', 'withdrawn')),
  state_reason TEXT NOT NULL,
  received_ms BIGINT NOT NULL,
  key_id TEXT NOT NULL REFERENCES data_key (id),
  blob_id TEXT NOT NULL REFERENCES blob (id),
  bytes BIGINT NOT NULL,
  content_hash TEXT NOT NULL,            -- keyed, per organisation
  idempotency TEXT UNIQUE,               -- client key, or organisation + hash; NULL once the window passed
  answers_share TEXT,                    -- a sighting that answers a share
  supplements TEXT                       -- submission id: more material, not counted again
);
CREATE INDEX hand_in_by_time ON hand_in (received_ms);
CREATE INDEX hand_in_by_state ON hand_in (state);

-- number, org, kind, received_ms stay for ever; everything that came out of the content goes with it.
CREATE TABLE submission (
  id TEXT PRIMARY KEY,
  hand_in_id TEXT NOT NULL REFERENCES hand_in (id),
  number BIGINT NOT NULL,                -- <receipt>/number
  org_id TEXT,
  kind TEXT NOT NULL,
  received_ms BIGINT NOT NULL,           -- the hand-in's
  occurred_ms BIGINT,                    -- of the mail or event itself, where known
  copies BIGINT NOT NULL,                -- recipients of one mail
  state TEXT NOT NULL CHECK (state IN ('received', 'parsed', 'triaged', 'linked', 'duplicate', 'out-of-scope', 'benign', 'needs-info', 'done', 'withdrawn')),
  examined TEXT NOT NULL CHECK (examined IN ('waiting', 'fully', 'partly', 'failed')),
  examined_reason TEXT NOT NULL,
  key_id TEXT REFERENCES data_key (id),
  raw_blob TEXT REFERENCES blob (id),
  document_blob TEXT REFERENCES blob (id),   -- the analysis document (noroshi/analysis/1)
  -- the engine's words
  nature TEXT NOT NULL,                  -- targeted bec phishing malware scam bulk drill benign unknown
  strength TEXT NOT NULL,                -- none weak medium strong
  bec_type BIGINT NOT NULL,
  language TEXT NOT NULL,
  -- the analyst's words (product 2.3): NULL until somebody decided
  class TEXT,                            -- nature codes of the hub
  targeted BIGINT CHECK (targeted IN (0, 1)),
  targeted_basis TEXT,
  damage TEXT,                           -- none money info account device unknown
  class_by TEXT,
  class_ms BIGINT,
  outcome TEXT,                          -- of a consultation: false-positive malvertising scam-site unknown
  share_verdict TEXT,                    -- share merged-into not-shared-bulk not-shared-harmless not-shared-no-approval not-shared-not-useful
  UNIQUE (hand_in_id, number)
);
CREATE INDEX submission_by_time ON submission (received_ms);
CREATE INDEX submission_by_org ON submission (org_id, received_ms);
CREATE INDEX submission_by_state ON submission (state);

-- Analysing is a job with a lease; jobs are idempotent.
CREATE TABLE job (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('split', 'analyse')),
  object_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'done', 'failed')),
  leased_until_ms BIGINT,
  tries BIGINT NOT NULL,
  made_ms BIGINT NOT NULL
);
CREATE INDEX job_by_state ON job (state, made_ms);

CREATE TABLE certificate (               -- 消去証明
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  org_id TEXT,
  subject TEXT NOT NULL,                 -- receipt, or organisation id
  made_ms BIGINT NOT NULL,
  erased BIGINT NOT NULL,                -- how many contents
  text TEXT NOT NULL
);

CREATE TABLE class_change (              -- every correction by a person, never deleted
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submission (id),
  field TEXT NOT NULL,
  engine_value TEXT NOT NULL,
  before_value TEXT NOT NULL,
  after_value TEXT NOT NULL,
  by_person TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  is_correction BIGINT NOT NULL CHECK (is_correction IN (0, 1)),   -- the engine's word was wrong
  reason TEXT NOT NULL
);
CREATE INDEX class_change_by_time ON class_change (at_ms);
