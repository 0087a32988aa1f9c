-- What leaves the hub.
CREATE TABLE share (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,           -- random characters: no order, no count
  case_id TEXT REFERENCES cases (id),
  parent_id TEXT REFERENCES share (id),  -- a supplement points to its parent
  origin TEXT NOT NULL CHECK (origin IN ('member', 'own', 'partner')),
  class TEXT NOT NULL CHECK (class IN ('urgent', 'normal', 'reference')),
  tlp TEXT NOT NULL CHECK (tlp IN ('RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR')),
  lane TEXT NOT NULL CHECK (lane IN ('technical', 'narrative')),
  state TEXT NOT NULL CHECK (state IN ('draft', 'checked', 'approval-pending', 'approved', 'partial', 'rejected', 'released', 'retracted', 'expired')),
  rev BIGINT NOT NULL,                   -- the current revision
  author TEXT NOT NULL,                  -- person id
  made_ms BIGINT NOT NULL,
  expires_ms BIGINT,
  source_terms TEXT NOT NULL             -- licence or terms of a foreign source (own-origin); ''
);

-- The projection: all that the renderer sees.  No column leads to a source.
CREATE TABLE share_rev (
  share_id TEXT NOT NULL REFERENCES share (id),
  rev BIGINT NOT NULL,
  change_kind TEXT NOT NULL CHECK (change_kind IN ('first', 'edit', 'correction', 'retraction')),
  projection TEXT NOT NULL,              -- JSON, noroshi/share/1
  leak_hits BIGINT NOT NULL,             -- unresolved hits of the leak check; must be 0
  digest TEXT NOT NULL,                  -- SHA-256 over the artefacts' digests and the audience
  exact BIGINT NOT NULL DEFAULT 0 CHECK (exact IN (0, 1)),   -- exact days and counts: needs consent to exactly that
  own_words BIGINT NOT NULL CHECK (own_words IN (0, 1)),     -- a text that is not the hub's ready one: never by standing consent
  dictionary TEXT NOT NULL,              -- state of the protected terms it was checked against
  made_ms BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  PRIMARY KEY (share_id, rev)
);

CREATE TABLE artefact (
  id TEXT PRIMARY KEY,
  share_id TEXT NOT NULL,
  rev BIGINT NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('text', 'html', 'csv', 'json')),
  lang TEXT NOT NULL,                    -- ja, en, or '' for machine formats
  sha256 TEXT NOT NULL,
  bytes BYTEA NOT NULL,
  UNIQUE (share_id, rev, format, lang)
);

CREATE TABLE audience (
  share_id TEXT NOT NULL REFERENCES share (id),
  rev BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('all', 'sig', 'org', 'liaison', 'partner', 'public')),
  target TEXT NOT NULL,                  -- id, or '' for all and public
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  PRIMARY KEY (share_id, rev, kind, target)
);

-- Which organisations' material a revision uses: read by approve/ and the release condition only.
CREATE TABLE share_source (
  share_id TEXT NOT NULL REFERENCES share (id),
  rev BIGINT NOT NULL,
  org_id TEXT NOT NULL REFERENCES org (id),
  submission_id TEXT NOT NULL DEFAULT '',
  part_digest TEXT NOT NULL,             -- what of the text is theirs: unchanged part, approval may stay
  PRIMARY KEY (share_id, rev, org_id, submission_id)
);

CREATE TABLE share_indicator (
  share_id TEXT NOT NULL,
  rev BIGINT NOT NULL,
  indicator_id TEXT NOT NULL REFERENCES indicator (id),
  treatment TEXT NOT NULL CHECK (treatment IN ('kept', 'generalised', 'withheld')),
  shown TEXT NOT NULL,                   -- what stands in the share ('' where withheld)
  why TEXT NOT NULL,                     -- the gate's word for it, for the analyst
  revoked BIGINT NOT NULL CHECK (revoked IN (0, 1)),
  PRIMARY KEY (share_id, rev, indicator_id)
);
CREATE INDEX share_indicator_by_indicator ON share_indicator (indicator_id);

CREATE TABLE consent_policy (
  id TEXT PRIMARY KEY,
  version TEXT NOT NULL UNIQUE,
  lane TEXT NOT NULL,
  text_ja TEXT NOT NULL,
  text_en TEXT NOT NULL,
  made_ms BIGINT NOT NULL
);

CREATE TABLE consent (                   -- standing consent of an organisation
  id TEXT PRIMARY KEY,
  org_id TEXT NOT NULL REFERENCES org (id),
  policy_id TEXT NOT NULL REFERENCES consent_policy (id),
  given_by TEXT NOT NULL,                -- the organisation's approver, or the hub's person who entered it
  reference TEXT NOT NULL,               -- entered by the hub: the signed paper
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL
);

-- Asked for; the answer is a row in approval.
CREATE TABLE approval_request (
  id TEXT PRIMARY KEY,
  share_id TEXT NOT NULL REFERENCES share (id),
  rev BIGINT NOT NULL,
  org_id TEXT NOT NULL REFERENCES org (id),
  digest TEXT NOT NULL,
  asked_ms BIGINT NOT NULL,
  due_ms BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'timed-out', 'void')),
  reminded_ms BIGINT,
  UNIQUE (share_id, rev, org_id)
);

-- An approver's one-time codes (RFC 6238): the secret is derived from the hub key, person and serial.
CREATE TABLE approver_code (
  person_id TEXT PRIMARY KEY REFERENCES person (id),
  serial BIGINT NOT NULL,
  last_step BIGINT NOT NULL,             -- a code is good once
  made_ms BIGINT NOT NULL
);

-- Only the sealed connection writes here.
CREATE TABLE approval (
  id TEXT PRIMARY KEY,
  share_id TEXT NOT NULL REFERENCES share (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  digest TEXT NOT NULL,                  -- of the exact artefacts
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'change')),
  kind TEXT NOT NULL CHECK (kind IN ('explicit', 'standing')),
  consent_id TEXT,                       -- standing: which consent
  medium TEXT NOT NULL CHECK (medium IN ('portal', 'terminal-code', 'signed-mail', 'spoken', 'standing')),
  person_id TEXT NOT NULL,               -- who said it
  entered_by TEXT NOT NULL,              -- who entered it: the same, or hub staff
  second_witness TEXT,                   -- spoken: the second analyst
  reference TEXT NOT NULL,               -- of the signed mail, telephone note
  exact_figures BIGINT NOT NULL CHECK (exact_figures IN (0, 1)),   -- yes to exact days and counts too
  at_ms BIGINT NOT NULL,
  until_ms BIGINT NOT NULL,
  recalled_ms BIGINT
);
CREATE INDEX approval_by_share ON approval (share_id, org_id);

CREATE TABLE release (
  id TEXT PRIMARY KEY,
  share_id TEXT NOT NULL REFERENCES share (id),
  rev BIGINT NOT NULL,
  digest TEXT NOT NULL,
  released_by TEXT NOT NULL,
  at_ms BIGINT NOT NULL,                 -- when the deed was done
  published_ms BIGINT NOT NULL,          -- the slot; to the day outside
  UNIQUE (share_id, rev)
);

-- Which organisation stands behind which letter of a share: sealed, expires with the share.
CREATE TABLE identity (
  share_id TEXT NOT NULL REFERENCES share (id),
  token TEXT NOT NULL,                   -- A, B, C
  org_id TEXT NOT NULL REFERENCES org (id),
  expires_ms BIGINT,
  PRIMARY KEY (share_id, token)
);
