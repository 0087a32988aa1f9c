-- The desk: asking back, consultations, what is looked through again.

-- A thread of question and answer about one submission.  Its words lie in the vault under the submission's own key,
-- so that a withdrawal erases them too.
CREATE TABLE question (                  -- 照会
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,           -- Q-20190717-7KQ3M2
  submission_id TEXT NOT NULL REFERENCES submission (id),
  org_id TEXT NOT NULL REFERENCES org (id),
  template TEXT NOT NULL,                -- data/questions.txt; '' for words of the analyst's own
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
  asked_ms BIGINT NOT NULL,
  asked_by TEXT NOT NULL,
  due_ms BIGINT NOT NULL,
  reminded_ms BIGINT,
  turn_ms BIGINT NOT NULL,               -- since when it waits for the side whose turn it is
  member_wait_ms BIGINT NOT NULL,        -- what was waited for either side before, in sum
  hub_wait_ms BIGINT NOT NULL,
  first_answer_ms BIGINT,
  closed_ms BIGINT,
  closed_by TEXT
);
CREATE INDEX question_by_submission ON question (submission_id);
CREATE INDEX question_by_org ON question (org_id, state);

CREATE TABLE question_message (
  id TEXT PRIMARY KEY,
  question_id TEXT NOT NULL REFERENCES question (id),
  n BIGINT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('hub', 'member')),
  person_id TEXT NOT NULL,
  entered_by TEXT NOT NULL,              -- the same, or the hub's person who took it down
  at_ms BIGINT NOT NULL,
  blob_id TEXT NOT NULL REFERENCES blob (id),
  UNIQUE (question_id, n)
);

CREATE TABLE question_file (             -- 追加提供: a hand-in that supplements the submission
  question_id TEXT NOT NULL REFERENCES question (id),
  n BIGINT NOT NULL,                     -- of the message
  hand_in_id TEXT NOT NULL REFERENCES hand_in (id),
  PRIMARY KEY (question_id, n, hand_in_id)
);

-- The answer to a consultation (相談): written by one, read by a second, then sent.
CREATE TABLE consultation (
  submission_id TEXT PRIMARY KEY REFERENCES submission (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'reviewed', 'sent')),
  rev BIGINT NOT NULL,
  template TEXT NOT NULL,                -- data/consultation.txt; '' for words of the analyst's own
  outcome TEXT NOT NULL CHECK (outcome IN ('false-positive', 'malvertising', 'scam-site', 'unknown')),
  about_blob TEXT NOT NULL REFERENCES blob (id),    -- what was asked, in the hub's words: for finding it again
  ja_blob TEXT NOT NULL REFERENCES blob (id),
  en_blob TEXT NOT NULL REFERENCES blob (id),
  drafted_ms BIGINT NOT NULL,
  drafted_by TEXT NOT NULL,
  reviewed_ms BIGINT,
  reviewed_by TEXT,
  sent_ms BIGINT,
  sent_by TEXT,
  opened_ms BIGINT                       -- by somebody of the organisation
);
CREATE INDEX consultation_by_state ON consultation (state, sent_ms);

CREATE TABLE submission_end (            -- why nothing more is done with it; the newest counts
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submission (id),
  state TEXT NOT NULL,                   -- duplicate, out-of-scope, benign, done; reopened
  other_submission TEXT,                 -- duplicate: of which
  at_ms BIGINT NOT NULL,
  by_person TEXT NOT NULL
);
CREATE INDEX submission_end_by_submission ON submission_end (submission_id, at_ms);

-- What has not been used or looked at for long is looked through: kept until a day, or ended.
CREATE TABLE review (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('account', 'share', 'indicator')),
  object_id TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('keep', 'end')),
  until_ms BIGINT,                       -- keep: looked through again then
  at_ms BIGINT NOT NULL,
  by_person TEXT NOT NULL
);
CREATE INDEX review_by_object ON review (kind, object_id, at_ms);

-- What people say of the engine's word: the verdict of a submission, or one finding.  Of one person the newest counts.
CREATE TABLE judgement (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submission (id),
  finding_id TEXT NOT NULL,              -- bec.cc.replaced; '' for the verdict
  word TEXT NOT NULL CHECK (word IN ('agree', 'wrong')),
  reason TEXT NOT NULL,
  by_person TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
CREATE INDEX judgement_by_submission ON judgement (submission_id, at_ms);
CREATE INDEX judgement_by_finding ON judgement (finding_id, word);

CREATE TABLE submission_owner (          -- whose work it is (担当); every change is an audit line
  submission_id TEXT PRIMARY KEY REFERENCES submission (id),
  person_id TEXT NOT NULL REFERENCES person (id),
  at_ms BIGINT NOT NULL
);
CREATE INDEX submission_owner_by_person ON submission_owner (person_id, at_ms);

CREATE TABLE case_leave (                -- why a submission was taken out of a case again
  stay_id TEXT PRIMARY KEY REFERENCES case_submission (id),
  reason TEXT NOT NULL
);

CREATE TABLE share_redaction (           -- a span of a share's own texts replaced or withheld: what stood there is in the revision before
  id TEXT PRIMARY KEY,
  share_id TEXT NOT NULL REFERENCES share (id),
  rev BIGINT NOT NULL,                   -- the revision that came of it
  part TEXT NOT NULL,                    -- title summary actions reason steps
  n BIGINT NOT NULL,                     -- its paragraph
  lang TEXT NOT NULL CHECK (lang IN ('ja', 'en')),
  withheld BIGINT NOT NULL CHECK (withheld IN (0, 1)),
  word TEXT NOT NULL,                    -- what stands there now
  reason TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  by_person TEXT NOT NULL
);
CREATE INDEX share_redaction_by_share ON share_redaction (share_id, rev);

-- What who hands in answers to the form's questions.  The words lie in the vault under the hand-in's key.
CREATE TABLE hand_in_told (
  hand_in_id TEXT PRIMARY KEY REFERENCES hand_in (id),
  damage TEXT NOT NULL CHECK (damage IN ('yes', 'no', 'unknown')),
  opened TEXT NOT NULL CHECK (opened IN ('yes', 'no', 'unknown')),
  replied TEXT NOT NULL CHECK (replied IN ('yes', 'no', 'unknown')),
  urgent BIGINT NOT NULL CHECK (urgent IN (0, 1)),
  technical TEXT NOT NULL CHECK (technical IN ('agreed', 'ask', 'never')),
  words_blob TEXT REFERENCES blob (id)
);

-- What an encrypted archive is opened with, by the jailed reader only; each lies in the vault under the hand-in's key.
CREATE TABLE hand_in_password (
  hand_in_id TEXT NOT NULL REFERENCES hand_in (id),
  n BIGINT NOT NULL,
  blob_id TEXT NOT NULL REFERENCES blob (id),
  PRIMARY KEY (hand_in_id, n)
);

-- The sources of a revision that want to be asked, whatever they agreed to beforehand: they said so with a hand-in, or said
-- anything but yes to this share, or took their yes back.
CREATE VIEW source_asks AS
  SELECT o.share_id, o.rev, o.org_id FROM share_source o
  WHERE EXISTS (SELECT 1 FROM approval n WHERE n.share_id = o.share_id AND n.org_id = o.org_id AND (n.answer <> 'yes' OR n.recalled_ms IS NOT NULL))
    OR EXISTS (SELECT 1 FROM submission m JOIN hand_in_told t ON t.hand_in_id = m.hand_in_id WHERE m.id = o.submission_id AND t.technical <> 'agreed');
