//! Lists of the whole country in their usual order, the count of organisations, and overviews of whoever sees more than
//! the public, without reading every row. The expressions are those of `OrderKey::nullable_day` (api/src/service/list/order.rs).

const UP: &[&str] = &[
    "CREATE INDEX status_assignment_newest ON status_assignment ((COALESCE(valid_from, '0001-01-01')) DESC, id DESC)",
    "CREATE INDEX legal_act_newest ON legal_act ((COALESCE(date, '0001-01-01')) DESC, id DESC)",
    // Everything that says which organisations of a day a list counts.
    "CREATE INDEX organisation_counted ON organisation
        (region_id, visibility, duplicate_of_id, valid_from, valid_to, attributes_since, id)",
    // What is not public: few rows, which an overview counts anew for whoever may see some of them.
    "CREATE INDEX organisation_unlisted ON organisation (region_id) WHERE visibility <> 2",
    "CREATE INDEX competition_unlisted ON competition (region_id) WHERE visibility <> 2",
    "CREATE INDEX application_unlisted ON application (region_id) WHERE visibility <> 2",
];

const DOWN: &[&str] = &[
    "DROP INDEX application_unlisted",
    "DROP INDEX competition_unlisted",
    "DROP INDEX organisation_unlisted",
    "DROP INDEX organisation_counted",
    "DROP INDEX legal_act_newest",
    "DROP INDEX status_assignment_newest",
];

crate::migration!();
