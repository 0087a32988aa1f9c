-- Approval as it is in companies.
CREATE TABLE hub_holiday (               -- the hub is closed: no business day, beside weekends and data/holidays.csv
  day TEXT PRIMARY KEY,                  -- 2019-12-30
  name_ja TEXT NOT NULL,
  name_en TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_ms BIGINT NOT NULL
);

-- 社内確認中: the organisation says until when it looks.  It moves reminders and the deadline, and is never an answer.
ALTER TABLE approval_request ADD COLUMN review_until_ms BIGINT;
ALTER TABLE approval_request ADD COLUMN review_by TEXT;
ALTER TABLE approval_request ADD COLUMN settled TEXT;     -- what was done when it was late: remind deputy drop-source own-origin

ALTER TABLE approval ADD COLUMN deputy_of TEXT;           -- who said it stands in for this approver

-- An answer paragraph by paragraph; the whole is yes only where every line is.
CREATE TABLE approval_line (
  approval_id TEXT NOT NULL REFERENCES approval (id),
  line BIGINT NOT NULL CHECK (line > 0),
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'change', 'no')),
  wish TEXT NOT NULL,                    -- what it should say instead; the hub reads it
  PRIMARY KEY (approval_id, line)
);

CREATE TABLE approver_deputy (           -- answers in the approver's place, of the same organisation, from..to
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  deputy_id TEXT NOT NULL REFERENCES person (id),
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  named_by TEXT NOT NULL,
  reference TEXT NOT NULL,               -- entered by the hub: the mail or the call
  named_ms BIGINT NOT NULL
);
CREATE INDEX approver_deputy_by_deputy ON approver_deputy (deputy_id);

CREATE TABLE approver_absence (          -- notices go to the deputies meanwhile
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  entered_by TEXT NOT NULL,
  reference TEXT NOT NULL,
  entered_ms BIGINT NOT NULL
);
CREATE INDEX approver_absence_by_person ON approver_absence (person_id);

-- Which values a public source states itself: only those may leave as the hub's own where the source of a hand-in is silent.
CREATE TABLE corroboration_value (
  corroboration_id TEXT NOT NULL REFERENCES corroboration (id),
  indicator_id TEXT NOT NULL REFERENCES indicator (id),
  by_person TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  PRIMARY KEY (corroboration_id, indicator_id)
);

-- The pair that lets urgent shares out when nobody else works.
CREATE TABLE oncall (
  id TEXT PRIMARY KEY,
  first_id TEXT NOT NULL REFERENCES person (id),
  second_id TEXT NOT NULL REFERENCES person (id),
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  made_ms BIGINT NOT NULL,
  CHECK (first_id <> second_id)
);

-- What went out urgently is looked at again on the next business day, by somebody who did not release it.
CREATE TABLE urgent_review (
  share_id TEXT NOT NULL REFERENCES share (id),
  rev BIGINT NOT NULL,
  released_by TEXT NOT NULL,
  released_ms BIGINT NOT NULL,
  due_ms BIGINT NOT NULL,
  reviewed_by TEXT,
  reviewed_ms BIGINT,
  outcome TEXT CHECK (outcome IN ('stands', 'corrected', 'retracted')),
  note TEXT NOT NULL,
  PRIMARY KEY (share_id, rev)
);

-- A correction or retraction that takes a value back must be acknowledged by this time.
ALTER TABLE delivery ADD COLUMN ack_due_ms BIGINT;
ALTER TABLE delivery ADD COLUMN ack_reminded_ms BIGINT;
