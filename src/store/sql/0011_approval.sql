-- Approval as it is in companies.
CREATE TABLE hub_holiday (               -- the hub is closed: no business day, beside weekends and data/holidays.csv
  day TEXT PRIMARY KEY,                  -- 2019-12-30
  name_ja TEXT NOT NULL,
  name_en TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_ms BIGINT NOT NULL
);
