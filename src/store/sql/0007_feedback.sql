-- What comes back.
CREATE TABLE delivery (
  id TEXT PRIMARY KEY,
  share_id TEXT NOT NULL REFERENCES share (id),
  rev BIGINT NOT NULL,
  org_id TEXT NOT NULL REFERENCES org (id),
  person_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('queued', 'notified', 'opened', 'acked')),
  document_id TEXT NOT NULL,             -- differs per audience, fresh
  queued_ms BIGINT NOT NULL,
  notified_ms BIGINT,
  opened_ms BIGINT,
  acked_ms BIGINT,
  UNIQUE (share_id, rev, org_id)
);
CREATE INDEX delivery_by_org ON delivery (org_id);

CREATE TABLE feedback (                  -- an organisation's answer to a share; the newest counts
  id TEXT PRIMARY KEY,
  share_id TEXT NOT NULL REFERENCES share (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  answer TEXT NOT NULL CHECK (answer IN ('no-hit', 'hit', 'working', 'not-checked', 'partly')),
  reason TEXT NOT NULL,
  searched_from_ms BIGINT,
  searched_to_ms BIGINT,
  useful BIGINT,                         -- 1..5; NULL: not said
  may_merge BIGINT NOT NULL CHECK (may_merge IN (0, 1)),
  submission_id TEXT,                    -- a hit is a submission of kind sighting
  at_ms BIGINT NOT NULL
);
CREATE INDEX feedback_by_share ON feedback (share_id);

CREATE TABLE sighting (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submission (id),
  share_id TEXT,
  org_id TEXT NOT NULL,
  indicator_id TEXT NOT NULL REFERENCES indicator (id),
  direction TEXT NOT NULL CHECK (direction IN ('to', 'from', 'lookup', 'unknown')),
  port BIGINT NOT NULL,                  -- the service's; -1 where there is none
  proto TEXT NOT NULL,
  action TEXT NOT NULL,
  first_ms BIGINT NOT NULL,
  last_ms BIGINT NOT NULL,
  count BIGINT NOT NULL CHECK (count > 0),
  heuristic BIGINT NOT NULL CHECK (heuristic IN (0, 1)),
  UNIQUE (submission_id, indicator_id, direction, port)
);
CREATE INDEX sighting_by_indicator ON sighting (indicator_id);

CREATE TABLE notice (                    -- outbox: one mail per person, no content
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  share_id TEXT,
  request_id TEXT,
  kind TEXT NOT NULL,                    -- share, approval, correction, retraction, receipt, certificate
  file TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  made_ms BIGINT NOT NULL,
  sent_ms BIGINT,
  tries BIGINT NOT NULL,
  problem TEXT NOT NULL,
  not_before_ms BIGINT NOT NULL DEFAULT 0   -- the release slot: nothing leaves before it
);
CREATE INDEX notice_by_state ON notice (state);
