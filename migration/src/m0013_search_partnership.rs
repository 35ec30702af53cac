//! Partnerships are searched by what only they tell: the name of a partner that is not kept here, and what it does. What
//! stands already is folded as far as a database does it; it is folded whole when it is changed.

const UP: &[&str] = &[
    "ALTER TABLE partnership ADD COLUMN search_key TEXT NOT NULL DEFAULT ''",
    "UPDATE partnership SET search_key =
        LOWER(REPLACE(REPLACE(COALESCE(partner_name, '') || ' ' || COALESCE(functions, ''), 'Ё', 'е'), 'ё', 'е'))",
];

const DOWN: &[&str] = &["ALTER TABLE partnership DROP COLUMN search_key"];

crate::migration!();
