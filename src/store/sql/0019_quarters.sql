-- What the pages count of a quarter that has very much, as the worker counted it last (report/quarter.h).
CREATE TABLE quarter_kept (
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  what TEXT NOT NULL,                    -- count entered loop talk: item is a figure's name; kind class group: item is an id
  item TEXT NOT NULL,
  n BIGINT NOT NULL,
  counted_ms BIGINT NOT NULL,
  PRIMARY KEY (from_ms, to_ms, what, item)
);
