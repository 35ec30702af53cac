//! Lists of the whole country in their usual order, and the count of organisations, without reading every row.
//! The expressions are those of `OrderKey::nullable_day` (api/src/service/list.rs).

const UP: &[&str] = &[
    "CREATE INDEX status_assignment_newest ON status_assignment ((COALESCE(valid_from, '0001-01-01')) DESC, id DESC)",
    "CREATE INDEX legal_act_newest ON legal_act ((COALESCE(date, '0001-01-01')) DESC, id DESC)",
    // Everything that says which organisations of a day a list counts.
    "CREATE INDEX organisation_counted ON organisation
        (region_id, visibility, duplicate_of_id, valid_from, valid_to, attributes_since, id)",
];

const DOWN: &[&str] =
    &["DROP INDEX organisation_counted", "DROP INDEX legal_act_newest", "DROP INDEX status_assignment_newest"];

crate::migration!();
