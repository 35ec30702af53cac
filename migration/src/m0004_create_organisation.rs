//! Organisations with their history, aliases, licensed addresses and contacts; dictionaries.

const UP: &[&str] = &[
    // Open dictionaries: legal forms and the like, dated, with what replaced what.
    "CREATE TABLE classifier (
        dictionary {TEXT_KEY} NOT NULL,
        code {TEXT_KEY} NOT NULL,
        name TEXT NOT NULL,
        short_name TEXT,
        valid_from {DATE},
        valid_to {DATE},
        replaced_by TEXT,
        PRIMARY KEY (dictionary, code))",
    "CREATE TABLE organisation (
        {SEARCHED_ID},
        version INTEGER NOT NULL,
        created_at {INSTANT} NOT NULL,
        updated_at {INSTANT} NOT NULL,
        region_id {UUID} REFERENCES region (id),
        municipality_id {UUID} REFERENCES municipality (id),
        visibility SMALLINT NOT NULL,
        level TEXT NOT NULL,
        name TEXT NOT NULL,
        short_name TEXT,
        attributes_since {DATE},
        kind TEXT NOT NULL,
        department TEXT,
        legal_form TEXT,
        inn TEXT,
        kpp TEXT,
        ogrn TEXT,
        head_organisation_id {UUID} REFERENCES organisation (id),
        email TEXT,
        website TEXT,
        capacity INTEGER CHECK (capacity >= 0),
        licence_number TEXT,
        head_position TEXT,
        suspended_from {DATE},
        suspended_to {DATE},
        end_kind TEXT,
        merged_into_id {UUID} REFERENCES organisation (id),
        duplicate_of_id {UUID} REFERENCES organisation (id),
        sort_key {TEXT_KEY} NOT NULL,
        search_key TEXT NOT NULL,
        {VALIDITY},
        CHECK (kpp IS NULL OR inn IS NOT NULL),
        CHECK (suspended_to IS NULL OR suspended_from IS NOT NULL AND suspended_from <= suspended_to),
        CHECK (merged_into_id IS NULL OR merged_into_id <> id AND end_kind = 'REORGANISED'),
        CHECK (end_kind IS NULL OR valid_to IS NOT NULL),
        CHECK (head_organisation_id IS NULL OR head_organisation_id <> id),
        CHECK (duplicate_of_id IS NULL OR duplicate_of_id <> id))",
    "CREATE UNIQUE INDEX organisation_inn_kpp ON organisation (inn, kpp)
        WHERE kpp IS NOT NULL AND duplicate_of_id IS NULL",
    // One head organisation of an ИНН; its branches share it and differ by КПП.
    "CREATE UNIQUE INDEX organisation_inn ON organisation (inn)
        WHERE inn IS NOT NULL AND head_organisation_id IS NULL AND duplicate_of_id IS NULL",
    "CREATE INDEX organisation_region ON organisation (region_id, sort_key, id)",
    "CREATE INDEX organisation_municipality ON organisation (municipality_id, sort_key, id)",
    "CREATE INDEX organisation_sort ON organisation (sort_key, id)",
    "CREATE INDEX organisation_head ON organisation (head_organisation_id) WHERE head_organisation_id IS NOT NULL",
    "CREATE INDEX organisation_merged ON organisation (merged_into_id) WHERE merged_into_id IS NOT NULL",
    "CREATE INDEX organisation_duplicate ON organisation (duplicate_of_id) WHERE duplicate_of_id IS NOT NULL",
    // Lists of an earlier day look for those that had other attributes then; of today there are hardly any.
    "CREATE INDEX organisation_dated ON organisation (attributes_since) WHERE attributes_since IS NOT NULL",
    // Suspensions before the one that the organisation itself tells of.
    "CREATE TABLE organisation_suspension (
        id {UUID} PRIMARY KEY,
        organisation_id {UUID} NOT NULL REFERENCES organisation (id),
        from_day {DATE} NOT NULL,
        to_day {DATE} NOT NULL,
        CHECK (from_day <= to_day),
        UNIQUE (organisation_id, from_day))",
    "CREATE TABLE organisation_period (
        id {UUID} PRIMARY KEY,
        organisation_id {UUID} NOT NULL REFERENCES organisation (id),
        name TEXT NOT NULL,
        short_name TEXT,
        municipality_id {UUID} REFERENCES municipality (id),
        sort_key {TEXT_KEY} NOT NULL,
        from_day {DATE},
        to_day {DATE} NOT NULL,
        CHECK (from_day IS NULL OR from_day <= to_day),
        UNIQUE (organisation_id, to_day))",
    "CREATE INDEX organisation_period_municipality ON organisation_period (municipality_id, to_day)",
    "CREATE TABLE organisation_alias (
        organisation_id {UUID} NOT NULL REFERENCES organisation (id),
        name TEXT NOT NULL,
        PRIMARY KEY (organisation_id, name))",
    "CREATE TABLE organisation_address (
        id {UUID} PRIMARY KEY,
        organisation_id {UUID} NOT NULL REFERENCES organisation (id),
        address TEXT NOT NULL,
        licensed_from {DATE},
        licensed_to {DATE},
        CHECK (licensed_from IS NULL OR licensed_to IS NULL OR licensed_from <= licensed_to))",
    "CREATE INDEX organisation_address_of ON organisation_address (organisation_id)",
    // A position with a telephone: visible in scope, never public.
    "CREATE TABLE contact (
        object_id {UUID} PRIMARY KEY,
        position TEXT NOT NULL,
        phone TEXT,
        email TEXT)",
    "@postgres CREATE INDEX organisation_search ON organisation USING gin (search_key gin_trgm_ops)",
    "@sqlite CREATE VIRTUAL TABLE organisation_search USING fts5 (search_key, content='organisation', tokenize='trigram')",
    "@sqlite CREATE TRIGGER organisation_search_insert AFTER INSERT ON organisation
        BEGIN INSERT INTO organisation_search (rowid, search_key) VALUES (new.rowid, new.search_key); END",
    "@sqlite CREATE TRIGGER organisation_search_delete AFTER DELETE ON organisation
        BEGIN INSERT INTO organisation_search (organisation_search, rowid, search_key)
              VALUES ('delete', old.rowid, old.search_key); END",
    "@sqlite CREATE TRIGGER organisation_search_update AFTER UPDATE OF search_key ON organisation
        WHEN old.search_key <> new.search_key
        BEGIN INSERT INTO organisation_search (organisation_search, rowid, search_key)
              VALUES ('delete', old.rowid, old.search_key);
              INSERT INTO organisation_search (rowid, search_key) VALUES (new.rowid, new.search_key); END",
    "@postgres ALTER TABLE user_account ADD CONSTRAINT user_account_organisation_id_fkey
        FOREIGN KEY (organisation_id) REFERENCES organisation (id)",
    "@postgres ALTER TABLE role_grant ADD CONSTRAINT role_grant_organisation_id_fkey
        FOREIGN KEY (organisation_id) REFERENCES organisation (id)",
];

const DOWN: &[&str] = &[
    // What other tables hold of these objects goes with them.
    "DELETE FROM tally WHERE measure IN ('organisations', 'capacity')",
    "DELETE FROM external_ref WHERE typename IN ('ORGANISATION')",
    "@postgres ALTER TABLE role_grant DROP CONSTRAINT role_grant_organisation_id_fkey",
    "@postgres ALTER TABLE user_account DROP CONSTRAINT user_account_organisation_id_fkey",
    // Without organisations there are no grants on them.
    "DELETE FROM role_grant WHERE organisation_id IS NOT NULL",
    "UPDATE user_account SET organisation_id = NULL WHERE organisation_id IS NOT NULL",
    "@sqlite DROP TABLE organisation_search",
    "DROP TABLE contact",
    "DROP TABLE organisation_address",
    "DROP TABLE organisation_alias",
    "DROP TABLE organisation_period",
    "DROP TABLE organisation_suspension",
    "DROP TABLE organisation",
    "DROP TABLE classifier",
];

crate::migration!();
