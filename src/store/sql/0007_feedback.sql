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
  person_id TEXT,                        -- who said it; NULL where only the hand-in tells
  at_ms BIGINT NOT NULL
);
CREATE INDEX feedback_by_share ON feedback (share_id, org_id, at_ms);
CREATE INDEX feedback_by_submission ON feedback (submission_id);

CREATE TABLE cascade (                   -- a liaison group passed a share on to its own members
  id TEXT PRIMARY KEY,
  share_id TEXT NOT NULL REFERENCES share (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  members BIGINT NOT NULL CHECK (members > 0),
  on_ms BIGINT NOT NULL,                 -- the day they say it was done
  person_id TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
CREATE INDEX cascade_by_share ON cascade (share_id);

CREATE TABLE sighting (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submission (id),
  share_id TEXT,                         -- the share that is answered
  lineage_id TEXT,                       -- the first share of its line: answers to a re-share stand in the same table
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
CREATE INDEX sighting_by_lineage ON sighting (lineage_id, org_id);

-- The rows that count, one per line of shares, organisation, indicator, direction and port: a repeated answer
-- replaces its own row, a later "no hit" to the same share takes it back, withdrawn ones are gone.
CREATE VIEW sighting_counted AS
SELECT g.id AS id, g.submission_id AS submission_id, g.share_id AS share_id, g.lineage_id AS lineage_id, g.org_id AS org_id,
  g.indicator_id AS indicator_id, g.direction AS direction, g.port AS port, g.proto AS proto, g.action AS action,
  g.first_ms AS first_ms, g.last_ms AS last_ms, g.count AS count, g.heuristic AS heuristic, s.received_ms AS received_ms,
  -- read to the end, or looked at by an analyst: before that it leaves in no share
  CASE WHEN s.examined = 'fully' OR s.class_by IS NOT NULL THEN 1 ELSE 0 END AS readable,
  -- the share showed this very indicator: else the row says something about its sender only
  CASE WHEN EXISTS (SELECT 1 FROM share_indicator i WHERE i.share_id = g.share_id AND i.indicator_id = g.indicator_id
    AND i.treatment = 'kept') THEN 1 ELSE 0 END AS asked_for,
  -- what the organisation said last about merging
  COALESCE((SELECT f.may_merge FROM feedback f WHERE f.share_id = g.share_id AND f.org_id = g.org_id
    ORDER BY f.at_ms DESC, f.id DESC LIMIT 1), 1) AS may_merge
FROM sighting g JOIN submission s ON s.id = g.submission_id
WHERE s.state <> 'withdrawn'
  AND NOT EXISTS (SELECT 1 FROM sighting n JOIN submission t ON t.id = n.submission_id
    WHERE n.lineage_id = g.lineage_id AND n.org_id = g.org_id AND n.indicator_id = g.indicator_id
    AND n.direction = g.direction AND n.port = g.port AND t.state <> 'withdrawn'
    AND (t.received_ms > s.received_ms OR (t.received_ms = s.received_ms AND t.id > s.id)))
  AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f.share_id = g.share_id AND f.org_id = g.org_id AND f.answer = 'no-hit'
    AND f.at_ms > s.received_ms);

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
