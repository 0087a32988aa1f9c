-- The list of indicators, newest first, page by page.
CREATE INDEX indicator_by_first ON indicator (first_ms, id);
