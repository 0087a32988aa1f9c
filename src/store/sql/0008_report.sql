-- What the report needs beyond the records of the daily work.
CREATE TABLE opening (                   -- totals of quarters before adoption
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  item TEXT NOT NULL,                    -- submissions shares own targeted ...
  value BIGINT NOT NULL,
  recorded_ms BIGINT NOT NULL,
  superseded_ms BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  PRIMARY KEY (from_ms, to_ms, item, recorded_ms)
);

CREATE TABLE report_choice (             -- what an editor chose for one period's report
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  slot TEXT NOT NULL,                    -- story.1, advice.2, appendix ...
  value TEXT NOT NULL,                   -- case number, advice id, file
  recorded_ms BIGINT NOT NULL,
  superseded_ms BIGINT NOT NULL,
  PRIMARY KEY (from_ms, to_ms, slot, recorded_ms)
);
