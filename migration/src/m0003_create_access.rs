//! Accounts, grants, sessions, one-time codes, signing keys, and the counts of wrong guesses.
//!
//! `user` and `grant` are words of SQL: unquoted, the first silently means something else on PostgreSQL.
//! The tables are `user_account` and `role_grant`.

const UP: &[&str] = &[
    // The scope columns say where the account was opened; who else may see it follows from its grants.
    "CREATE TABLE user_account (
        id {UUID} PRIMARY KEY,
        version INTEGER NOT NULL,
        created_at {INSTANT} NOT NULL,
        updated_at {INSTANT} NOT NULL,
        email TEXT NOT NULL,
        email_key {TEXT_KEY} NOT NULL UNIQUE,
        name TEXT NOT NULL,
        sort_key {TEXT_KEY} NOT NULL,
        search_key TEXT NOT NULL,
        region_id {UUID} REFERENCES region (id),
        municipality_id {UUID} REFERENCES municipality (id),
        organisation_id {UUID}{LATER_ORGANISATION},
        visibility SMALLINT NOT NULL,
        level TEXT NOT NULL,
        password_hash TEXT,
        must_change_password BOOLEAN NOT NULL,
        token_version INTEGER NOT NULL,
        activated_at {INSTANT},
        signed_in_at {INSTANT},
        disabled_at {INSTANT})",
    "CREATE INDEX user_account_sort ON user_account (sort_key, id)",
    // `level` and the id of its column name the node; the columns above it say where the node lies.
    "CREATE TABLE role_grant (
        id {UUID} PRIMARY KEY,
        version INTEGER NOT NULL,
        created_at {INSTANT} NOT NULL,
        updated_at {INSTANT} NOT NULL,
        user_id {UUID} NOT NULL REFERENCES user_account (id),
        role TEXT NOT NULL,
        level TEXT NOT NULL,
        region_id {UUID} REFERENCES region (id),
        zone_id {UUID} REFERENCES zone (id),
        municipality_id {UUID} REFERENCES municipality (id),
        organisation_id {UUID}{LATER_ORGANISATION},
        visibility SMALLINT NOT NULL,
        granted_by {UUID} REFERENCES user_account (id),
        delegated_by {UUID} REFERENCES user_account (id),
        source_grant_id {UUID} REFERENCES role_grant (id),
        reason TEXT,
        revoked_on {DATE},
        {VALIDITY},
        CHECK ((delegated_by IS NULL) = (source_grant_id IS NULL)),
        CHECK (delegated_by IS NULL OR valid_to IS NOT NULL),
        CHECK (level <> 'REGION' OR region_id IS NOT NULL),
        CHECK (level <> 'ZONE' OR (region_id IS NOT NULL AND zone_id IS NOT NULL)),
        CHECK (level <> 'MUNICIPALITY' OR (region_id IS NOT NULL AND municipality_id IS NOT NULL)),
        CHECK (level <> 'ORGANISATION' OR organisation_id IS NOT NULL))",
    "CREATE INDEX role_grant_user ON role_grant (user_id)",
    "CREATE INDEX role_grant_region ON role_grant (region_id)",
    "CREATE INDEX role_grant_source ON role_grant (source_grant_id)",
    "CREATE TABLE session (
        id {UUID} PRIMARY KEY,
        user_id {UUID} NOT NULL REFERENCES user_account (id),
        created_at {INSTANT} NOT NULL,
        refreshed_at {INSTANT} NOT NULL,
        expires_at {INSTANT} NOT NULL,
        generation INTEGER NOT NULL,
        family_hash {BYTES} NOT NULL,
        refresh_hash {BYTES} NOT NULL,
        previous_hash {BYTES},
        ended_at {INSTANT},
        end_reason TEXT,
        CHECK ((ended_at IS NULL) = (end_reason IS NULL)))",
    "CREATE INDEX session_of_user ON session (user_id)",
    "CREATE TABLE one_time_code (
        id {UUID} PRIMARY KEY,
        user_id {UUID} NOT NULL REFERENCES user_account (id),
        purpose TEXT NOT NULL,
        code_hash {BYTES} NOT NULL UNIQUE,
        created_at {INSTANT} NOT NULL,
        expires_at {INSTANT} NOT NULL,
        used_at {INSTANT})",
    "CREATE INDEX one_time_code_user ON one_time_code (user_id)",
    // `serial` is what nodes that start at once compete for: one of them makes the key.
    "CREATE TABLE signing_key (
        serial INTEGER PRIMARY KEY,
        id {UUID} NOT NULL UNIQUE,
        created_at {INSTANT} NOT NULL,
        public_key {BYTES} NOT NULL,
        sealed_key {BYTES} NOT NULL)",
    "CREATE TABLE sign_in_guess (
        subject {TEXT_KEY} PRIMARY KEY,
        guesses INTEGER NOT NULL,
        since {INSTANT} NOT NULL)",
];

const DOWN: &[&str] = &[
    "DROP TABLE sign_in_guess",
    "DROP TABLE signing_key",
    "DROP TABLE one_time_code",
    "DROP TABLE session",
    "DROP TABLE role_grant",
    "DROP TABLE user_account",
];

crate::migration!();
