-- The list of indicators, newest first, page by page.
CREATE INDEX indicator_by_first ON indicator (first_ms, id);
-- By type and value, in the one order that both databases have.
CREATE INDEX indicator_by_value ON indicator (type COLLATE "C", value COLLATE "C");

-- What else pages ask for: none of them reads the whole of a table that grows (tests/e2e/statements.py).
CREATE INDEX throttle_by_time ON throttle (last_ms);
CREATE INDEX question_by_state ON question (state, asked_ms);
CREATE INDEX question_by_time ON question (asked_ms);
CREATE INDEX question_by_due ON question (due_ms);
CREATE INDEX question_open ON question (due_ms) WHERE state <> 'closed';
CREATE INDEX delivery_by_time ON delivery (queued_ms, org_id, share_id, opened_ms);
CREATE INDEX case_event_by_case ON case_event (case_id);
CREATE INDEX sighting_by_share ON sighting (share_id, org_id);
CREATE INDEX release_by_time ON release (published_ms);
CREATE INDEX share_source_by_org ON share_source (org_id, share_id, rev);
CREATE INDEX share_by_parent ON share (parent_id);
CREATE INDEX submission_sightings ON submission (received_ms) WHERE kind = 'sighting';
CREATE INDEX approval_request_by_org ON approval_request (org_id);
CREATE INDEX submission_consultations ON submission (received_ms) WHERE kind = 'consultation';
CREATE INDEX hand_in_by_answer ON hand_in (answers_share, org_id) WHERE answers_share IS NOT NULL;
CREATE INDEX case_event_by_other ON case_event (other_case);
CREATE INDEX urgent_review_by_time ON urgent_review (released_ms);
DROP INDEX finding_by_id;
CREATE INDEX finding_by_id ON finding (finding_id, submission_id);
CREATE INDEX hand_in_supplements ON hand_in (received_ms) WHERE supplements IS NOT NULL;
DROP INDEX submission_by_time;
CREATE INDEX submission_by_time ON submission (received_ms, org_id, kind);
