-- Who may come in by the browser.  Secrets stand here as digests only.
CREATE TABLE account (
  person_id TEXT PRIMARY KEY REFERENCES person (id),
  password TEXT NOT NULL,                -- argon2id (RFC 9106) in its own notation; '' until one was chosen
  suspended BIGINT NOT NULL CHECK (suspended IN (0, 1)),
  made_ms BIGINT NOT NULL,
  changed_ms BIGINT NOT NULL
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

-- Failures to sign in: by person and address, and by address, so that a stranger's tries slow the stranger.
CREATE TABLE throttle (
  place TEXT PRIMARY KEY,                -- keyed hash
  failures BIGINT NOT NULL,
  last_ms BIGINT NOT NULL
);
