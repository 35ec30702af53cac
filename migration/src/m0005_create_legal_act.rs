//! Legal acts, their amendments, what they found; files.

const UP: &[&str] = &[
    "CREATE TABLE legal_act (
        id {UUID} PRIMARY KEY,
        version INTEGER NOT NULL,
        created_at {INSTANT} NOT NULL,
        updated_at {INSTANT} NOT NULL,
        region_id {UUID} REFERENCES region (id),
        municipality_id {UUID} REFERENCES municipality (id),
        organisation_id {UUID} REFERENCES organisation (id),
        visibility SMALLINT NOT NULL,
        level TEXT NOT NULL,
        kind TEXT NOT NULL,
        issuer_level TEXT NOT NULL,
        issuer TEXT,
        issuer_key {TEXT_KEY},
        date {DATE},
        date_precision SMALLINT NOT NULL DEFAULT 1 CHECK (date_precision BETWEEN 1 AND 3),
        date_text TEXT,
        number TEXT,
        number_key {TEXT_KEY},
        title TEXT NOT NULL,
        url TEXT,
        repealed_on {DATE},
        repealed_by_id {UUID} REFERENCES legal_act (id),
        sort_key {TEXT_KEY} NOT NULL,
        search_key TEXT NOT NULL,
        CHECK (repealed_on IS NULL OR date IS NULL OR date <= repealed_on),
        CHECK (repealed_by_id IS NULL OR repealed_on IS NOT NULL AND repealed_by_id <> id))",
    // An act without issuer, day or number has no key and is never merged by it; a draft is nobody's business yet.
    "CREATE UNIQUE INDEX legal_act_key ON legal_act (issuer_key, kind, date, number_key)
        WHERE issuer_key IS NOT NULL AND date IS NOT NULL AND date_precision = 1 AND number_key IS NOT NULL
            AND visibility > 0",
    "CREATE INDEX legal_act_number ON legal_act (number_key)",
    "CREATE INDEX legal_act_region ON legal_act (region_id, date)",
    "CREATE INDEX legal_act_municipality ON legal_act (municipality_id, date)",
    "CREATE INDEX legal_act_repealing ON legal_act (repealed_by_id)",
    "@postgres CREATE INDEX legal_act_search ON legal_act USING gin (search_key gin_trgm_ops)",
    "CREATE TABLE legal_act_amendment (
        amending_id {UUID} NOT NULL REFERENCES legal_act (id),
        amended_id {UUID} NOT NULL REFERENCES legal_act (id),
        PRIMARY KEY (amending_id, amended_id),
        CHECK (amending_id <> amended_id))",
    "CREATE INDEX legal_act_amendment_amended ON legal_act_amendment (amended_id)",
    // What an act founds, whatever its kind.
    "CREATE TABLE act_basis (
        object_id {UUID} NOT NULL,
        act_id {UUID} NOT NULL REFERENCES legal_act (id),
        role TEXT NOT NULL,
        typename TEXT NOT NULL,
        PRIMARY KEY (object_id, act_id, role))",
    "CREATE INDEX act_basis_act ON act_basis (act_id)",
    "CREATE TABLE file (
        id {UUID} PRIMARY KEY,
        version INTEGER NOT NULL,
        created_at {INSTANT} NOT NULL,
        updated_at {INSTANT} NOT NULL,
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size BIGINT NOT NULL,
        sha256 TEXT NOT NULL,
        uploaded_by {UUID} REFERENCES user_account (id),
        object_id {UUID},
        object_typename TEXT,
        CHECK ((object_id IS NULL) = (object_typename IS NULL)),
        CHECK (size > 0))",
    "CREATE INDEX file_object ON file (object_id)",
    "CREATE INDEX file_unattached ON file (uploaded_by) WHERE object_id IS NULL",
    "CREATE TABLE file_content (
        file_id {UUID} PRIMARY KEY REFERENCES file (id),
        bytes {BYTES} NOT NULL)",
];

const DOWN: &[&str] = &[
    // What other tables hold of these objects goes with them.
    "DELETE FROM external_ref WHERE typename IN ('LEGAL_ACT')",
    "DROP TABLE file_content",
    "DROP TABLE file",
    "DROP TABLE act_basis",
    "DROP TABLE legal_act_amendment",
    "DROP TABLE legal_act",
];

crate::migration!();
