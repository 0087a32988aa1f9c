-- Who may come in by the browser.  Secrets stand here as digests only.
CREATE TABLE account (
  person_id TEXT PRIMARY KEY REFERENCES person (id),
  password TEXT NOT NULL,                -- argon2id (RFC 9106) in its own notation; '' until one was chosen
  suspended BIGINT NOT NULL CHECK (suspended IN (0, 1)),
  made_ms BIGINT NOT NULL,
  changed_ms BIGINT NOT NULL,
  suspended_by TEXT                      -- the last who did: an organisation's administrator lets in only whom one of its own kept out
);

CREATE TABLE sign_in_link (              -- good once
  digest TEXT PRIMARY KEY,               -- SHA-256 of the token
  person_id TEXT NOT NULL REFERENCES person (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset', 'sign-in')),
  made_by TEXT NOT NULL,
  made_ms BIGINT NOT NULL,
  until_ms BIGINT NOT NULL,
  used_ms BIGINT
);
CREATE INDEX sign_in_link_by_person ON sign_in_link (person_id);

-- Where the device of one-time codes is lost: good once each, at the door only.
CREATE TABLE recovery_code (
  digest TEXT PRIMARY KEY,               -- keyed hash of person and code
  person_id TEXT NOT NULL REFERENCES person (id),
  made_ms BIGINT NOT NULL,
  used_ms BIGINT
);
CREATE INDEX recovery_code_by_person ON recovery_code (person_id);
-- Reset: the row stays, so that the next device is no earlier one again.
ALTER TABLE approver_code ADD COLUMN ended_ms BIGINT;

CREATE TABLE session (
  digest TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  made_ms BIGINT NOT NULL,
  seen_ms BIGINT NOT NULL,               -- to the minute
  until_ms BIGINT NOT NULL,
  ended_ms BIGINT,
  remote TEXT NOT NULL
);
CREATE INDEX session_by_person ON session (person_id);
CREATE INDEX session_by_end ON session (until_ms);

-- Who is who at the OpenID provider: bound by an invitation or an administrator, never by an address.
CREATE TABLE oidc_subject (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  made_by TEXT NOT NULL,
  made_ms BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX oidc_subject_by_person ON oidc_subject (person_id);

CREATE TABLE oidc_used (                 -- attempts to sign in there that were sent back: each is good once
  digest TEXT PRIMARY KEY,
  until_ms BIGINT NOT NULL
);

-- Failures to sign in: by person and address, and by address, so that a stranger's tries slow the stranger.
CREATE TABLE throttle (
  place TEXT PRIMARY KEY,                -- keyed hash
  failures BIGINT NOT NULL,
  last_ms BIGINT NOT NULL
);

CREATE TABLE api_key (
  id TEXT PRIMARY KEY,                   -- K-7KQ3M2A, as lists and audit lines name it
  digest TEXT NOT NULL UNIQUE,           -- SHA-256 of the key
  person_id TEXT NOT NULL REFERENCES person (id),
  purpose TEXT NOT NULL,
  scopes BIGINT NOT NULL,                -- bits of access/key.h
  networks TEXT NOT NULL,                -- where it may come from, comma separated; '': anywhere
  certificate TEXT NOT NULL,             -- which certificate of a machine it comes with: SHA-256 or a DNS name in it; '': any or none
  made_by TEXT NOT NULL,
  made_ms BIGINT NOT NULL,
  until_ms BIGINT NOT NULL,
  used_ms BIGINT,
  used_from TEXT NOT NULL,
  minute BIGINT NOT NULL,                -- requests are counted by the minute
  requests BIGINT NOT NULL,
  revoked_ms BIGINT
);
CREATE INDEX api_key_by_person ON api_key (person_id);

-- What a deed of the REST interface answered: the same request with the same Idempotency-Key gets it again.
CREATE TABLE api_answer (
  place TEXT PRIMARY KEY,                -- keyed hash of person and key
  request TEXT NOT NULL,                 -- keyed hash of what was asked
  made_ms BIGINT NOT NULL,
  status BIGINT NOT NULL,                -- 0: it has begun
  location TEXT NOT NULL,
  body TEXT NOT NULL                     -- ids, numbers and states; nothing of what was handed in
);
CREATE INDEX api_answer_by_time ON api_answer (made_ms);

-- The trail, and an organisation's own: what somebody did, and what was done to something, in the order of the lines.
CREATE INDEX audit_by_actor ON audit (actor, seq);
CREATE INDEX audit_by_object ON audit (object, seq);

-- What pages list, in the order in which they list it: a page reads its fifty rows and no others.
CREATE INDEX submission_by_state_time ON submission (state, received_ms);
DROP INDEX submission_by_state;
CREATE INDEX cases_by_time ON cases (opened_ms);
CREATE INDEX cases_by_state_time ON cases (state, opened_ms);
CREATE INDEX hand_in_via_by_association ON hand_in_via (association_id);
CREATE INDEX hand_in_quarantined ON hand_in (received_ms) WHERE state = 'quarantined';
CREATE INDEX share_by_time ON share (made_ms);
CREATE INDEX share_by_state ON share (state);
CREATE INDEX share_by_case ON share (case_id);
CREATE INDEX delivery_by_org_time ON delivery (org_id, queued_ms);
DROP INDEX delivery_by_org;
CREATE INDEX delivery_unopened ON delivery (org_id, queued_ms, share_id) WHERE state IN ('queued', 'notified');
CREATE INDEX approval_request_by_state ON approval_request (state, org_id);
CREATE INDEX class_change_by_submission ON class_change (submission_id);
CREATE INDEX proposal_open ON proposal (submission_id) WHERE state = 'open';
DROP INDEX proposal_by_state;
CREATE INDEX submission_by_org_state ON submission (org_id, state);
