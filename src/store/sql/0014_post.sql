-- Mail out and in: how the mail of a notice fares, what came back, what the mailbox was read of.

-- `state` stays as the coarse word: waiting (still to be sent), sent, failed (needs a person).
ALTER TABLE notice RENAME TO notice_before;
CREATE TABLE notice (                    -- outbox: one mail per person, no content; or the answer to who reported from outside
  id TEXT PRIMARY KEY,
  person_id TEXT REFERENCES person (id),
  reporter_id TEXT REFERENCES reporter (org_id),        -- instead of a person
  share_id TEXT,
  request_id TEXT,                       -- what else it is about: a question, a call, a consultation; the answer to a reporter
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  made_ms BIGINT NOT NULL,
  sent_ms BIGINT,
  tries BIGINT NOT NULL,
  problem TEXT NOT NULL,
  not_before_ms BIGINT NOT NULL DEFAULT 0,              -- the release slot: nothing leaves before it
  post TEXT NOT NULL DEFAULT 'waiting' CHECK (post IN ('waiting', 'sending', 'delayed', 'sent', 'failed', 'cancelled', 'bounced')),
  next_ms BIGINT NOT NULL DEFAULT 0,     -- not tried before; of `sending`: the end of the lease
  address TEXT,                          -- that it was last sent to
  about TEXT,                            -- the number it names where it is about no share: a receipt
  CHECK ((person_id IS NULL) <> (reporter_id IS NULL))
);
INSERT INTO notice (id, person_id, share_id, request_id, kind, file, state, made_ms, sent_ms, tries, problem, not_before_ms, post)
  SELECT id, person_id, share_id, request_id, kind, file, state, made_ms, sent_ms, tries, problem, not_before_ms,
    CASE WHEN state = 'failed' THEN 'delayed' ELSE state END FROM notice_before;
DROP TABLE notice_before;
CREATE INDEX notice_by_state ON notice (state);
CREATE INDEX notice_by_post ON notice (post, next_ms);
CREATE INDEX notice_by_place ON notice (not_before_ms, id);

ALTER TABLE person_address ADD COLUMN bouncing_ms BIGINT;              -- since when nothing is sent to it any more

CREATE TABLE bounce (                    -- somebody's server said for good that a notice did not arrive
  id TEXT PRIMARY KEY,
  notice_id TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL REFERENCES person (id),
  address TEXT NOT NULL,
  status TEXT NOT NULL,                  -- 5.1.1; '' where none was told
  words TEXT NOT NULL,                   -- the server's, cleaned
  at_ms BIGINT NOT NULL,
  cleared_ms BIGINT                      -- somebody said that the address works again
);
CREATE INDEX bounce_by_address ON bounce (address, person_id);

CREATE TABLE hand_in_mail (              -- of mail to the intake address: did a machine write it, and who is told the receipt
  hand_in_id TEXT PRIMARY KEY REFERENCES hand_in (id),
  kind TEXT NOT NULL,                    -- delivery-report loop auto-reply list bulk generated no-return-path; '': a person's
  sign TEXT NOT NULL,                    -- the header that says so
  receipt TEXT NOT NULL CHECK (receipt IN ('none', 'due', 'told'))
);
CREATE INDEX hand_in_mail_by_receipt ON hand_in_mail (receipt);

CREATE TABLE mailbox_taken (             -- mails of the intake mailbox that are durable here, or were looked at and are not
  mailbox TEXT NOT NULL,                 -- user@host/folder
  uidvalidity BIGINT NOT NULL,
  uid BIGINT NOT NULL,
  digest TEXT NOT NULL,                  -- keyed, of the whole bytes; '' without them
  receipt TEXT NOT NULL,                 -- '' where it was not taken: `problem` says why
  at_ms BIGINT NOT NULL,
  bytes BIGINT NOT NULL,                 -- as the server told them where it was not taken
  problem TEXT NOT NULL CHECK (problem IN ('', 'too-large', 'empty', 'broken', 'gone')),
  done BIGINT NOT NULL CHECK (done IN (0, 1)),  -- what imap_after says was done with it, or nothing was to be done
  PRIMARY KEY (mailbox, uidvalidity, uid)
);
CREATE INDEX mailbox_taken_by_digest ON mailbox_taken (digest);
