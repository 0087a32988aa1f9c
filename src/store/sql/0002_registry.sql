-- Who is who, at any date, as now known or as recorded on a date.
-- Effective time: [from_ms, to_ms).  Recorded time: [recorded_ms, superseded_ms).  A correction
-- closes superseded_ms of the old row and adds a new one; nothing is overwritten.
-- Open ends are 9223372036854775807, so that comparisons need no NULL.
CREATE TABLE sig (
  row_id TEXT PRIMARY KEY,
  id TEXT NOT NULL,                      -- short stable name: power, gas, oil
  name_ja TEXT NOT NULL,
  name_en TEXT NOT NULL,
  sort BIGINT NOT NULL,                  -- order in the structure chart
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  recorded_ms BIGINT NOT NULL,
  superseded_ms BIGINT NOT NULL
);
CREATE INDEX sig_by_id ON sig (id);

CREATE TABLE org (
  id TEXT PRIMARY KEY,                   -- UUID, or the short name given at import
  kind TEXT NOT NULL CHECK (kind IN ('member', 'liaison-member', 'hub', 'partner', 'counterpart', 'outside')),
  group_id TEXT,                         -- organisations of one group share it
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  merged_into TEXT,
  made_ms BIGINT NOT NULL
);

-- legal, alias, former, brand, product, project, term: all but alias of one or two letters are protected terms.
CREATE TABLE org_name (
  id TEXT PRIMARY KEY,
  org_id TEXT NOT NULL REFERENCES org (id),
  kind TEXT NOT NULL CHECK (kind IN ('legal', 'alias', 'former', 'brand', 'product', 'project', 'term')),
  lang TEXT NOT NULL,                    -- ja, en or ''
  name TEXT NOT NULL,
  recorded_ms BIGINT NOT NULL,
  superseded_ms BIGINT NOT NULL
);
CREATE INDEX org_name_by_org ON org_name (org_id);

-- domain: lower-case A-labels; network: CIDR; host, path...: other protected technical names.
CREATE TABLE org_domain (
  id TEXT PRIMARY KEY,
  org_id TEXT NOT NULL REFERENCES org (id),
  kind TEXT NOT NULL CHECK (kind IN ('domain', 'network', 'host', 'authserv')),
  value TEXT NOT NULL,
  recorded_ms BIGINT NOT NULL,
  superseded_ms BIGINT NOT NULL
);
CREATE INDEX org_domain_by_value ON org_domain (value);
CREATE INDEX org_domain_by_org ON org_domain (org_id);

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  org_id TEXT NOT NULL REFERENCES org (id),
  name TEXT NOT NULL,
  aliases TEXT NOT NULL,                 -- JSON array
  duty TEXT NOT NULL,                    -- ceo, executive, finance, staff, retired
  public_address BIGINT NOT NULL CHECK (public_address IN (0, 1)),
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL
);
CREATE INDEX person_by_org ON person (org_id);

CREATE TABLE person_address (
  address TEXT NOT NULL,                 -- folded
  person_id TEXT NOT NULL REFERENCES person (id),
  notify BIGINT NOT NULL CHECK (notify IN (0, 1)),
  PRIMARY KEY (address, person_id)
);

-- analyst, lead, submitter, approver, recipient, coordinator, liaison, auditor, admin, org-admin
CREATE TABLE person_role (
  person_id TEXT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL,
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  PRIMARY KEY (person_id, role, from_ms)
);

CREATE TABLE membership (
  row_id TEXT PRIMARY KEY,
  id TEXT NOT NULL,                      -- stays over corrections
  org_id TEXT NOT NULL REFERENCES org (id),
  sig_id TEXT NOT NULL,
  from_ms BIGINT NOT NULL,
  from_precision TEXT NOT NULL CHECK (from_precision IN ('day', 'month')),
  to_ms BIGINT NOT NULL,
  to_precision TEXT NOT NULL CHECK (to_precision IN ('day', 'month')),
  join_reason TEXT NOT NULL CHECK (join_reason IN ('founding', 'join', 'merge', 'split', 'reorganise', 'transfer')),
  leave_reason TEXT NOT NULL CHECK (leave_reason IN ('', 'leave', 'merge', 'split', 'reorganise', 'transfer')),
  basis TEXT NOT NULL CHECK (basis IN ('individual-nda', 'association-nda', 'terms')),
  recorded_ms BIGINT NOT NULL,
  superseded_ms BIGINT NOT NULL
);
CREATE INDEX membership_by_sig ON membership (sig_id, org_id);
CREATE INDEX membership_by_org ON membership (org_id);

-- A liaison system (情報連携体制) and its size as declared: "4 groups, about 5,500 members".
CREATE TABLE liaison (
  row_id TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  name_ja TEXT NOT NULL,
  name_en TEXT NOT NULL,
  counted_as TEXT NOT NULL CHECK (counted_as IN ('groups', 'organisations')),
  counted BIGINT NOT NULL,               -- 4 groups, 9 organisations
  reach BIGINT NOT NULL,                 -- 5500; 0 where nothing is declared
  reach_approx BIGINT NOT NULL CHECK (reach_approx IN (0, 1)),
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  recorded_ms BIGINT NOT NULL,
  superseded_ms BIGINT NOT NULL
);

CREATE TABLE liaison_org (               -- associations and participants that are known by name
  liaison_id TEXT NOT NULL,
  org_id TEXT NOT NULL REFERENCES org (id),
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL,
  PRIMARY KEY (liaison_id, org_id, from_ms)
);

CREATE TABLE drill (
  id TEXT PRIMARY KEY,
  org_id TEXT NOT NULL REFERENCES org (id),
  domain TEXT NOT NULL,                  -- or a full address
  from_ms BIGINT NOT NULL,
  to_ms BIGINT NOT NULL
);
