-- Whose each indicator of a share is: kept beyond the content, so that a withdrawal finds what it has to revoke.
CREATE TABLE share_claim (
  share_id TEXT NOT NULL,
  rev BIGINT NOT NULL,
  submission_id TEXT NOT NULL,
  indicator_id TEXT NOT NULL,
  PRIMARY KEY (share_id, rev, submission_id, indicator_id)
);
