-- Mail out and in: how the mail of a notice fares, what came back, what the mailbox was read of.

-- `state` stays as the coarse word: waiting (still to be sent), sent, failed (needs a person).
ALTER TABLE notice ADD COLUMN post TEXT NOT NULL DEFAULT 'waiting'
  CHECK (post IN ('waiting', 'sending', 'delayed', 'sent', 'failed', 'cancelled', 'bounced'));
ALTER TABLE notice ADD COLUMN next_ms BIGINT NOT NULL DEFAULT 0;       -- not tried before; of `sending`: the end of the lease
ALTER TABLE notice ADD COLUMN address TEXT;                            -- that it was last sent to
ALTER TABLE notice ADD COLUMN about TEXT;                              -- the number it names where it is about no share: a receipt
UPDATE notice SET post = CASE WHEN state = 'failed' THEN 'delayed' ELSE state END;
CREATE INDEX notice_by_post ON notice (post, next_ms);

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
