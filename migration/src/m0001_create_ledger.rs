//! What every write leaves behind: positions, change rows, tallies, audit entries, external ids.

const UP: &[&str] = &[
    // One row per sequence; its lock is held to commit, so a position is commit order without holes.
    "CREATE TABLE counter (name TEXT PRIMARY KEY, position BIGINT NOT NULL)",
    "INSERT INTO counter (name, position) VALUES ('change', 0), ('audit', 0)",
    "CREATE TABLE change (
        position BIGINT PRIMARY KEY,
        at {INSTANT} NOT NULL,
        typename TEXT NOT NULL,
        object_id {UUID} NOT NULL,
        operation TEXT NOT NULL CHECK (operation IN ('CREATED', 'UPDATED', 'DELETED')),
        version INTEGER NOT NULL,
        actor_id {UUID},
        source TEXT,
        batch_id {UUID},
        natural_key TEXT,
        changed_fields TEXT NOT NULL,
        region_before {UUID}, municipality_before {UUID}, organisation_before {UUID},
        visibility_before SMALLINT, draft_level_before SMALLINT,
        region_after {UUID}, municipality_after {UUID}, organisation_after {UUID},
        visibility_after SMALLINT, draft_level_after SMALLINT)",
    "CREATE INDEX change_object ON change (object_id, position)",
    // Sums of what began and ended, by year (0), month (1) and day (2): the count on any day is a short sum.
    "CREATE TABLE tally (
        territory_id {UUID} NOT NULL,
        measure {TEXT_KEY} NOT NULL,
        key {TEXT_KEY} NOT NULL,
        visibility SMALLINT NOT NULL,
        grain SMALLINT NOT NULL CHECK (grain BETWEEN 0 AND 2),
        day {DATE} NOT NULL,
        delta BIGINT NOT NULL,
        PRIMARY KEY (territory_id, measure, key, visibility, grain, day))",
    "@postgres CREATE INDEX tally_on_day ON tally (territory_id, grain, day)
        INCLUDE (measure, key, visibility, delta)",
    "@sqlite CREATE INDEX tally_on_day ON tally (territory_id, grain, day, measure, key, visibility, delta)",
    "CREATE TABLE audit_entry (
        position BIGINT PRIMARY KEY,
        at {INSTANT} NOT NULL,
        actor_id {UUID},
        actor_name TEXT NOT NULL,
        action TEXT NOT NULL,
        typename TEXT NOT NULL,
        object_id {UUID} NOT NULL,
        region_id {UUID}, municipality_id {UUID}, organisation_id {UUID},
        reason TEXT,
        details TEXT NOT NULL,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL)",
    "CREATE INDEX audit_entry_object ON audit_entry (object_id, position)",
    "CREATE INDEX audit_entry_region ON audit_entry (region_id, position)",
    "CREATE TABLE external_ref (
        typename TEXT NOT NULL,
        source TEXT NOT NULL,
        external_id {TEXT_KEY} NOT NULL,
        object_id {UUID} NOT NULL,
        PRIMARY KEY (typename, source, external_id))",
    "CREATE INDEX external_ref_object ON external_ref (object_id)",
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "@postgres CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "@postgres CREATE EXTENSION IF NOT EXISTS btree_gist",
    "@postgres CREATE FUNCTION audit_entry_keep() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'audit_entry is append only'; END $$",
    "@postgres CREATE TRIGGER audit_entry_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_keep()",
    "@sqlite CREATE TRIGGER audit_entry_keep_update BEFORE UPDATE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'audit_entry is append only'); END",
    "@sqlite CREATE TRIGGER audit_entry_keep_delete BEFORE DELETE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'audit_entry is append only'); END",
];

const DOWN: &[&str] = &[
    "DROP TABLE setting",
    "DROP TABLE external_ref",
    "DROP TABLE audit_entry",
    "@postgres DROP FUNCTION audit_entry_keep",
    "DROP TABLE tally",
    "DROP TABLE change",
    "DROP TABLE counter",
];

crate::migration!();
