//! Every column that holds an id refers to a table, or says here why it can't.

use std::collections::BTreeSet;

use crate::support::{Backend, TestDatabase, both, rows};

/// Columns without a constraint. What is logged outlives its objects; the others hold ids of several tables.
const FREE: &[(&str, &str)] = &[
    ("act_basis", "object_id"),
    ("audit_entry", "actor_id"),
    ("audit_entry", "municipality_id"),
    ("audit_entry", "object_id"),
    ("audit_entry", "organisation_id"),
    ("audit_entry", "region_id"),
    ("change", "actor_id"),
    ("change", "batch_id"),
    ("change", "object_id"),
    ("contact", "object_id"),
    ("external_ref", "object_id"),
    ("figure", "subject_id"),
    ("figure_sum", "territory_id"),
    ("file", "object_id"),
    ("report", "subject_id"),
    // The first of a chain is in it, and need not be stored when the others are.
    ("status_assignment", "chain_id"),
    ("tally", "territory_id"),
    ("target", "subject_id"),
    ("value", "subject_id"),
];

both! {
    fn every_id_refers_to_a_table(db: &TestDatabase) {
        let sql = if db.backend() == Backend::Postgres {
            "SELECT c.relname || '.' || a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
                WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0
                    AND a.atttypid = 'uuid'::regtype AND (a.attname LIKE '%\\_id' OR a.attname LIKE '%\\_by')
                    AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k
                        WHERE k.contype = 'f' AND k.conrelid = c.oid AND a.attnum = ANY (k.conkey))"
        } else {
            "SELECT t.name || '.' || c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c
                WHERE t.type = 'table' AND c.type = 'BLOB' AND (c.name LIKE '%\\_id' ESCAPE '\\' OR c.name LIKE '%\\_by' ESCAPE '\\')
                    AND NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name) AS k WHERE k.\"from\" = c.name)"
        };
        let found: BTreeSet<String> = rows::texts(db.url(), sql).into_iter().collect();
        let free = FREE.iter().map(|(table, column)| format!("{table}.{column}")).collect();
        assert_eq!(found, free);
    }
}
