//! Centres with their hosts, kinds of status, status assignments and the rule that two of one key never hold at once.

const UP: &[&str] = &[
    // The lasting node. Since when and by which act it stands is told by its status assignments.
    "CREATE TABLE centre (
        id {UUID} PRIMARY KEY,
        version INTEGER NOT NULL,
        created_at {INSTANT} NOT NULL,
        updated_at {INSTANT} NOT NULL,
        region_id {UUID} NOT NULL REFERENCES region (id),
        zone_id {UUID} REFERENCES zone (id),
        municipality_id {UUID} REFERENCES municipality (id),
        organisation_id {UUID} REFERENCES organisation (id),
        visibility SMALLINT NOT NULL,
        level TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('RMC', 'ZOC', 'MOC')),
        name TEXT NOT NULL,
        parent_id {UUID} REFERENCES centre (id),
        reports_to_id {UUID} REFERENCES centre (id),
        host_since {DATE},
        website TEXT,
        links TEXT NOT NULL,
        open_points TEXT NOT NULL,
        sort_key {TEXT_KEY} NOT NULL,
        search_key TEXT NOT NULL,
        {VALIDITY},
        CHECK ((kind = 'ZOC') = (zone_id IS NOT NULL)),
        CHECK (kind <> 'MOC' OR municipality_id IS NOT NULL),
        CHECK (parent_id IS NULL OR parent_id <> id),
        CHECK (reports_to_id IS NULL OR reports_to_id <> id))",
    "CREATE INDEX centre_region ON centre (region_id, sort_key)",
    "CREATE INDEX centre_zone ON centre (zone_id)",
    "CREATE INDEX centre_municipality ON centre (municipality_id)",
    "CREATE INDEX centre_organisation ON centre (organisation_id)",
    "CREATE INDEX centre_parent ON centre (parent_id)",
    "CREATE INDEX centre_reports_to ON centre (reports_to_id)",
    // On whose base it worked before `host_since`.
    "CREATE TABLE centre_host (
        id {UUID} PRIMARY KEY,
        centre_id {UUID} NOT NULL REFERENCES centre (id),
        organisation_id {UUID} REFERENCES organisation (id),
        from_day {DATE},
        to_day {DATE} NOT NULL,
        CHECK (from_day IS NULL OR from_day <= to_day),
        UNIQUE (centre_id, to_day))",
    "CREATE TABLE status_kind (
        id {UUID} PRIMARY KEY,
        version INTEGER NOT NULL,
        created_at {INSTANT} NOT NULL,
        updated_at {INSTANT} NOT NULL,
        region_id {UUID} REFERENCES region (id),
        municipality_id {UUID} REFERENCES municipality (id),
        visibility SMALLINT NOT NULL,
        level TEXT NOT NULL,
        code {TEXT_KEY} NOT NULL UNIQUE,
        name TEXT NOT NULL,
        short_name TEXT,
        aliases TEXT NOT NULL,
        levels TEXT NOT NULL,
        held_by TEXT NOT NULL CHECK (held_by IN ('CENTRE', 'ORGANISATION', 'ASSOCIATION')),
        parallels BOOLEAN NOT NULL,
        topic_in_key BOOLEAN NOT NULL,
        has_academic_year BOOLEAN NOT NULL,
        has_registry_number BOOLEAN NOT NULL,
        sort_key {TEXT_KEY} NOT NULL,
        search_key TEXT NOT NULL,
        {VALIDITY},
        UNIQUE (id, code))",
    // `level` keeps the row, `grant_level` is the level of the status, `territory` names the column that it is about.
    // `end_on` is the first day without the status: by revocation, waiver or renewal.
    // `conflict_key` is kind, holder, territory and topic; only `exclusive` rows are held apart by the database:
    // drafts are not yet, kinds that allow parallels never, recorded history that overlaps carries an open point.
    "CREATE TABLE status_assignment (
        id {UUID} PRIMARY KEY,
        version INTEGER NOT NULL,
        created_at {INSTANT} NOT NULL,
        updated_at {INSTANT} NOT NULL,
        region_id {UUID} REFERENCES region (id),
        zone_id {UUID} REFERENCES zone (id),
        municipality_id {UUID} REFERENCES municipality (id),
        organisation_id {UUID} REFERENCES organisation (id),
        visibility SMALLINT NOT NULL,
        level TEXT NOT NULL,
        grant_level TEXT NOT NULL CHECK (grant_level IN ('FEDERATION', 'REGION', 'ZONE', 'MUNICIPALITY')),
        territory TEXT NOT NULL CHECK (territory IN ('FEDERATION', 'REGION', 'ZONE', 'MUNICIPALITY')),
        kind_id {UUID} NOT NULL,
        kind_code {TEXT_KEY} NOT NULL,
        centre_id {UUID} REFERENCES centre (id),
        association TEXT,
        unnamed_count INTEGER CHECK (unnamed_count > 0),
        topic TEXT,
        programme TEXT,
        granting_body TEXT,
        granted_on {DATE},
        academic_year INTEGER,
        registry_number TEXT,
        chain_id {UUID} NOT NULL,
        predecessor_id {UUID} UNIQUE REFERENCES status_assignment (id),
        successor_id {UUID} REFERENCES status_assignment (id),
        competition_id {UUID}{LATER_COMPETITION},
        recorded BOOLEAN NOT NULL,
        open_points TEXT NOT NULL,
        end_kind TEXT CHECK (end_kind IN ('REVOKED', 'WAIVED', 'SUPERSEDED')),
        end_on {DATE},
        end_act_id {UUID} REFERENCES legal_act (id),
        end_reason TEXT,
        conflict_key {TEXT_KEY},
        exclusive BOOLEAN NOT NULL,
        search_key TEXT NOT NULL,
        {VALIDITY},
        FOREIGN KEY (kind_id, kind_code) REFERENCES status_kind (id, code),
        CHECK (visibility = 2 OR end_kind IS NULL AND NOT exclusive),
        CHECK ((end_kind IS NULL) = (end_on IS NULL)),
        CHECK (end_kind <> 'REVOKED' OR end_act_id IS NOT NULL),
        CHECK (end_on IS NULL OR valid_from IS NULL OR valid_from <= end_on),
        CHECK (end_on IS NULL OR valid_to IS NULL OR end_on <= valid_to),
        CHECK (conflict_key IS NOT NULL OR NOT exclusive),
        CHECK (unnamed_count IS NULL OR centre_id IS NULL AND organisation_id IS NULL AND association IS NULL),
        CHECK (predecessor_id IS NULL OR predecessor_id <> id))",
    "CREATE INDEX status_assignment_region ON status_assignment (region_id, kind_code)",
    "CREATE INDEX status_assignment_municipality ON status_assignment (municipality_id, kind_code)",
    "CREATE INDEX status_assignment_organisation ON status_assignment (organisation_id)",
    "CREATE INDEX status_assignment_centre ON status_assignment (centre_id)",
    "CREATE INDEX status_assignment_chain ON status_assignment (chain_id)",
    "CREATE INDEX status_assignment_conflict ON status_assignment (conflict_key)",
    "CREATE INDEX status_assignment_competition ON status_assignment (competition_id)",
    "CREATE INDEX status_assignment_kind ON status_assignment (kind_id)",
    "CREATE INDEX status_assignment_successor ON status_assignment (successor_id)",
    "@postgres ALTER TABLE status_assignment ADD CONSTRAINT status_assignment_overlap EXCLUDE USING gist
        (conflict_key WITH =, daterange(valid_from, LEAST(valid_to + 1, end_on), '[)') WITH &&) WHERE (exclusive)",
    "@sqlite CREATE TRIGGER status_assignment_overlap_insert BEFORE INSERT ON status_assignment WHEN new.exclusive
        BEGIN SELECT RAISE(ABORT, 'status_assignment_overlap') WHERE EXISTS (
            SELECT 1 FROM status_assignment o
            WHERE o.exclusive AND o.id <> new.id AND o.conflict_key = new.conflict_key
                AND (o.end_on IS NULL OR o.valid_from IS NULL OR o.valid_from < o.end_on)
                AND (new.end_on IS NULL OR new.valid_from IS NULL OR new.valid_from < new.end_on)
                AND (new.valid_from IS NULL OR (o.valid_to IS NULL OR o.valid_to >= new.valid_from)
                    AND (o.end_on IS NULL OR o.end_on > new.valid_from))
                AND (o.valid_from IS NULL OR (new.valid_to IS NULL OR new.valid_to >= o.valid_from)
                    AND (new.end_on IS NULL OR new.end_on > o.valid_from))); END",
    "@sqlite CREATE TRIGGER status_assignment_overlap_update BEFORE UPDATE ON status_assignment WHEN new.exclusive
        BEGIN SELECT RAISE(ABORT, 'status_assignment_overlap') WHERE EXISTS (
            SELECT 1 FROM status_assignment o
            WHERE o.exclusive AND o.id <> new.id AND o.conflict_key = new.conflict_key
                AND (o.end_on IS NULL OR o.valid_from IS NULL OR o.valid_from < o.end_on)
                AND (new.end_on IS NULL OR new.valid_from IS NULL OR new.valid_from < new.end_on)
                AND (new.valid_from IS NULL OR (o.valid_to IS NULL OR o.valid_to >= new.valid_from)
                    AND (o.end_on IS NULL OR o.end_on > new.valid_from))
                AND (o.valid_from IS NULL OR (new.valid_to IS NULL OR new.valid_to >= o.valid_from)
                    AND (new.end_on IS NULL OR new.end_on > o.valid_from))); END",
];

const DOWN: &[&str] = &[
    // What other tables hold of these objects goes with them.
    "DELETE FROM tally WHERE measure IN ('centres', 'statuses', 'statuses_ending')",
    "DELETE FROM external_ref WHERE typename IN ('CENTRE', 'STATUS_KIND', 'STATUS_ASSIGNMENT')",
    "DELETE FROM act_basis WHERE typename IN ('CENTRE', 'STATUS_KIND', 'STATUS_ASSIGNMENT')",
    "DELETE FROM file_content WHERE file_id IN (SELECT id FROM file WHERE object_typename IN ('CENTRE', 'STATUS_KIND', 'STATUS_ASSIGNMENT'))",
    "DELETE FROM file WHERE object_typename IN ('CENTRE', 'STATUS_KIND', 'STATUS_ASSIGNMENT')",
    "DROP TABLE status_assignment",
    "DROP TABLE status_kind",
    "DROP TABLE centre_host",
    "DROP TABLE centre",
];

crate::migration!();
