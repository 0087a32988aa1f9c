-- What the engine found, as far as the hub needs it in rows.  All of it goes when the content goes.
CREATE TABLE finding (
  submission_id TEXT NOT NULL REFERENCES submission (id),
  n BIGINT NOT NULL,
  finding_id TEXT NOT NULL,              -- bec.address.freemail-embedding
  strength TEXT NOT NULL,
  supports BIGINT NOT NULL CHECK (supports IN (0, 1)),
  tricks TEXT NOT NULL,                  -- B01,B02
  PRIMARY KEY (submission_id, n)
);
CREATE INDEX finding_by_id ON finding (finding_id);

-- What only the hub can see (consolidate/hub_findings.h): one row per thing that is pointed at.
-- Numbers, dates and names are read when it is shown, so a withdrawal or a merger changes them.
CREATE TABLE hub_finding (
  submission_id TEXT NOT NULL REFERENCES submission (id),
  finding_id TEXT NOT NULL,              -- hub.phishing-earlier
  ref TEXT NOT NULL,                     -- a submission, a case or an organisation
  via TEXT NOT NULL,                     -- the domain or the indicator's id; ''
  PRIMARY KEY (submission_id, finding_id, ref)
);
CREATE INDEX hub_finding_by_ref ON hub_finding (ref, finding_id);

CREATE TABLE indicator (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL CHECK (type IN ('ipv4', 'ipv6', 'domain', 'url', 'email', 'sha256', 'sha1', 'md5', 'bank-account', 'filename')),
  value TEXT NOT NULL,                   -- normalised; bank accounts as keyed hash
  first_ms BIGINT NOT NULL,
  UNIQUE (type, value)
);

CREATE TABLE submission_indicator (
  submission_id TEXT NOT NULL REFERENCES submission (id),
  indicator_id TEXT NOT NULL REFERENCES indicator (id),
  role TEXT NOT NULL CHECK (role IN ('malicious', 'suspect', 'abused', 'decoy', 'victim-named')),
  PRIMARY KEY (submission_id, indicator_id)
);
CREATE INDEX submission_indicator_by_indicator ON submission_indicator (indicator_id);

-- Near-duplicate search: a minhash over word or character 3-grams and its bands.
CREATE TABLE fingerprint (
  submission_id TEXT PRIMARY KEY REFERENCES submission (id),
  sketch BYTEA NOT NULL,                 -- 48 places of two bytes
  grams BIGINT NOT NULL                  -- how many went in: short texts do not count as near
);

CREATE TABLE fingerprint_band (         -- equal values in one band: worth a comparison
  band BIGINT NOT NULL,
  value BIGINT NOT NULL,
  received_ms BIGINT NOT NULL,           -- the newest of a list are looked at
  submission_id TEXT NOT NULL REFERENCES submission (id),
  PRIMARY KEY (band, value, received_ms, submission_id)
);
CREATE INDEX fingerprint_band_by_submission ON fingerprint_band (submission_id);

-- Other keys by which submissions hang together (message ids, sender skeleton, url path shape ...).
CREATE TABLE posting (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,                   -- keyed hash
  received_ms BIGINT NOT NULL,
  submission_id TEXT NOT NULL REFERENCES submission (id),
  PRIMARY KEY (kind, value, received_ms, submission_id)
);
CREATE INDEX posting_by_submission ON posting (submission_id);
