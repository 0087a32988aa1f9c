-- Calls for information, reporters outside the circle, what associations pass on, drills' marks, hand-overs.
CREATE TABLE info_request (                   -- 情報提供のお願い
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,           -- random characters: no order, no count
  state TEXT NOT NULL CHECK (state IN ('draft', 'released', 'closed', 'dropped')),
  rev BIGINT NOT NULL,                   -- counts what was written; who releases says which one was read
  tlp TEXT NOT NULL CHECK (tlp IN ('AMBER', 'GREEN', 'CLEAR')),
  case_id TEXT REFERENCES cases (id),    -- what it is about: inside only
  share_id TEXT REFERENCES share (id),   -- it goes to those who have this share, and may name its values
  days BIGINT NOT NULL CHECK (days > 0), -- business days to answer in
  title_ja TEXT NOT NULL,
  title_en TEXT NOT NULL,
  question_ja TEXT NOT NULL,
  question_en TEXT NOT NULL,
  leak_hits BIGINT NOT NULL,             -- of the texts as they leave; must be 0
  author TEXT NOT NULL,                  -- who wrote what stands there now
  made_ms BIGINT NOT NULL,
  released_by TEXT,
  released_ms BIGINT,
  published_ms BIGINT,                   -- the slot
  due_ms BIGINT,
  ended_ms BIGINT
);

CREATE TABLE info_request_audience (
  request_id TEXT NOT NULL REFERENCES info_request (id),
  kind TEXT NOT NULL CHECK (kind IN ('all', 'sig', 'org', 'liaison', 'share', 'public')),
  target TEXT NOT NULL,                  -- id, or '' for all, share and public
  PRIMARY KEY (request_id, kind, target)
);

CREATE TABLE info_request_delivery (
  id TEXT PRIMARY KEY,
  request_id TEXT NOT NULL REFERENCES info_request (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  queued_ms BIGINT NOT NULL,             -- before it the request is not there for the organisation
  opened_ms BIGINT,
  reminded_ms BIGINT,
  UNIQUE (request_id, org_id)
);
CREATE INDEX info_request_delivery_by_org ON info_request_delivery (org_id);

CREATE TABLE info_request_answer (            -- an answer with material is a hand-in like every other
  id TEXT PRIMARY KEY,
  request_id TEXT NOT NULL REFERENCES info_request (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  word TEXT NOT NULL CHECK (word IN ('material', 'nothing')),
  hand_in_id TEXT REFERENCES hand_in (id),
  late BIGINT NOT NULL CHECK (late IN (0, 1)),
  person_id TEXT,
  at_ms BIGINT NOT NULL,
  UNIQUE (request_id, hand_in_id)
);
CREATE INDEX info_request_answer_by_request ON info_request_answer (request_id, org_id);

-- Who reports from outside the circle: an organisation of the kind 'outside' whose id is drawn at random.
CREATE TABLE reporter (
  org_id TEXT PRIMARY KEY REFERENCES org (id),
  contact TEXT NOT NULL,                 -- as given; '' once erased
  name TEXT NOT NULL,                    -- '' where none was given
  contact_hash TEXT UNIQUE,              -- keyed; NULL once erased: who comes again is known again
  made_ms BIGINT NOT NULL,
  erased_ms BIGINT
);

CREATE TABLE reporter_answer (           -- what the hub answers to a reporter; released by a second person
  id TEXT PRIMARY KEY,
  hand_in_id TEXT NOT NULL REFERENCES hand_in (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'released', 'replaced')),
  text_ja TEXT NOT NULL,
  text_en TEXT NOT NULL,
  author TEXT NOT NULL,
  made_ms BIGINT NOT NULL,
  released_by TEXT,
  released_ms BIGINT
);
CREATE INDEX reporter_answer_by_hand_in ON reporter_answer (hand_in_id);

CREATE TABLE fact_check_reminder (
  id TEXT PRIMARY KEY,
  fact_check_id TEXT NOT NULL REFERENCES fact_check (id),
  person_id TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
CREATE INDEX fact_check_reminder_by_check ON fact_check_reminder (fact_check_id);

-- What an association heard back from its own members: sums; the newest of a share and association counts.
CREATE TABLE cascade_sum (
  id TEXT PRIMARY KEY,
  share_id TEXT NOT NULL REFERENCES share (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  searched BIGINT NOT NULL CHECK (searched >= 0),
  hits BIGINT NOT NULL CHECK (hits >= 0),
  no_hits BIGINT NOT NULL CHECK (no_hits >= 0),
  person_id TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
CREATE INDEX cascade_sum_by_share ON cascade_sum (share_id, org_id, at_ms);

CREATE TABLE end_member (                -- a member of an association of a liaison system
  org_id TEXT NOT NULL REFERENCES org (id),
  association_id TEXT NOT NULL REFERENCES org (id),
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  PRIMARY KEY (org_id, association_id, from_ms)
);
CREATE INDEX end_member_by_association ON end_member (association_id);

CREATE TABLE hand_in_via (               -- an end member's hand-in that came through its association
  hand_in_id TEXT PRIMARY KEY REFERENCES hand_in (id),
  association_id TEXT NOT NULL REFERENCES org (id)
);

CREATE TABLE liaison_terms (             -- 規約: the version an association takes part under
  id TEXT PRIMARY KEY,
  association_id TEXT NOT NULL REFERENCES org (id),
  version TEXT NOT NULL,
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  reference TEXT NOT NULL,               -- of the signed paper
  recorded_ms BIGINT NOT NULL,
  UNIQUE (association_id, version)
);

CREATE TABLE drill_mark (                -- words in the subject, without which a mail is not the drill
  drill_id TEXT PRIMARY KEY REFERENCES drill (id),
  subject TEXT NOT NULL
);

CREATE TABLE handover (                  -- originals for one named partner
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('draft', 'released', 'dropped', 'withdrawn')),
  partner_id TEXT NOT NULL REFERENCES org (id),
  purpose TEXT NOT NULL,                 -- the hub's words; stands in the package and before every source
  digest TEXT NOT NULL,                  -- of partner, purpose and every original
  author TEXT NOT NULL,
  made_ms BIGINT NOT NULL,
  released_by TEXT,
  released_ms BIGINT,
  package_sha256 TEXT,
  password_key TEXT REFERENCES data_key (id),   -- NULL: the password was given by file and is not kept
  password_blob TEXT REFERENCES blob (id),
  told_ms BIGINT,                        -- the password was shown; its key is destroyed
  ended_ms BIGINT
);

CREATE TABLE handover_item (
  handover_id TEXT NOT NULL REFERENCES handover (id),
  n BIGINT NOT NULL,
  submission_id TEXT NOT NULL REFERENCES submission (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  name TEXT NOT NULL,                    -- in the package: 0001.eml
  sha256 TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (handover_id, n),
  UNIQUE (handover_id, submission_id)
);

CREATE TABLE handover_source (           -- what one organisation is asked about: partner, purpose and its own originals
  handover_id TEXT NOT NULL REFERENCES handover (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  digest TEXT NOT NULL,
  PRIMARY KEY (handover_id, org_id)
);

CREATE TABLE handover_step (             -- the custody log, as it goes into the package and the certificate
  id TEXT PRIMARY KEY,
  handover_id TEXT NOT NULL REFERENCES handover (id),
  n BIGINT NOT NULL,
  deed TEXT NOT NULL,
  person_id TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  detail TEXT NOT NULL,                  -- a digest, an organisation, a reason
  UNIQUE (handover_id, n)
);

-- Only the sealed connection writes these two.
CREATE TABLE handover_consent (
  id TEXT PRIMARY KEY,
  handover_id TEXT NOT NULL REFERENCES handover (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  partner_id TEXT NOT NULL REFERENCES org (id),
  digest TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
  medium TEXT NOT NULL CHECK (medium IN ('portal', 'terminal-code', 'signed-mail', 'spoken')),
  person_id TEXT NOT NULL,               -- the organisation's approver
  entered_by TEXT NOT NULL,
  second_witness TEXT,
  reference TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
CREATE INDEX handover_consent_by_handover ON handover_consent (handover_id, org_id);

CREATE TABLE handover_release (
  handover_id TEXT PRIMARY KEY REFERENCES handover (id),
  digest TEXT NOT NULL,
  released_by TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
