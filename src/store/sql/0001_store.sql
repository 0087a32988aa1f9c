-- What the store itself needs: schema versions, audit chain, data keys, blobs, settings of state.
CREATE TABLE schema_version (
  version BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  applied_ms BIGINT NOT NULL
);

CREATE TABLE hub_state (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE audit (
  seq BIGINT PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  actor TEXT NOT NULL,
  os_user TEXT NOT NULL,
  deed TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
);

CREATE TABLE audit_head (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_head (one, seq, hash) VALUES (1, 0, '');

-- wrapped is NULL once destroyed (then the content is gone for good), or once the hub's key was lost.
CREATE TABLE data_key (
  id TEXT PRIMARY KEY,
  wrapped BYTEA,
  made_ms BIGINT NOT NULL,
  destroyed_ms BIGINT,
  lost_ms BIGINT                         -- restored without the hub's key: unreadable, but nobody withdrew it
);

CREATE TABLE blob (
  id TEXT PRIMARY KEY,
  key_id TEXT NOT NULL REFERENCES data_key (id),
  role TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  chunks BIGINT NOT NULL,
  made_ms BIGINT NOT NULL
);
CREATE INDEX blob_by_key ON blob (key_id);

CREATE TABLE blob_chunk (
  blob_id TEXT NOT NULL REFERENCES blob (id),
  n BIGINT NOT NULL,
  data BYTEA NOT NULL,
  PRIMARY KEY (blob_id, n)
);
