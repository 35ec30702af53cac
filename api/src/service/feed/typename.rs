//! The types of the graph whose objects leave changes, by the names that stand in change rows.

use entity::{CodeEnum, centre::CentreKind};

use crate::{access::Kind, error::AppError, service::centre};

/// The types of a kind: centres are of three, entries of the audit log leave no changes.
pub fn of_kind(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::AuditEntry => vec![],
        Kind::Centre => CentreKind::VALUES.iter().map(|(kind, ..)| centre::rows::type_name(*kind)).collect(),
        kind => vec![kind.type_name()],
    }
}

/// The kinds of some types; an interface stands for all of its types. What is no type of the feed is refused.
pub fn asked(names: &[String]) -> Result<Vec<(Kind, Vec<&'static str>)>, AppError> {
    let mut left: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut asked = Vec::new();
    for (kind, ..) in Kind::VALUES {
        let types = of_kind(*kind);
        let whole = names.iter().any(|name| name == kind.type_name());
        let chosen: Vec<&'static str> =
            types.into_iter().filter(|known| whole || names.iter().any(|name| name == known)).collect();
        if !chosen.is_empty() {
            left.retain(|name| *name != kind.type_name() && !chosen.contains(name));
            asked.push((*kind, chosen));
        }
    }
    match left.first() {
        None => Ok(asked),
        Some(name) => Err(AppError::bad_input(
            format!("Нет изменений типа {name:.60}"),
            format!("No changes are of the type {name:.60}"),
        )),
    }
}

/// Every kind with its types.
pub fn all() -> Vec<(Kind, Vec<&'static str>)> {
    let kinds = Kind::VALUES.iter().map(|(kind, ..)| (*kind, of_kind(*kind)));
    kinds.filter(|(_, types)| !types.is_empty()).collect()
}

/// The kind of a type.
pub fn kind_of(name: &str) -> Option<Kind> {
    Kind::VALUES.iter().map(|(kind, ..)| *kind).find(|kind| of_kind(*kind).contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(asked_for: &[&str]) -> Option<Vec<&'static str>> {
        let names: Vec<String> = asked_for.iter().map(ToString::to_string).collect();
        asked(&names).ok().map(|kinds| kinds.into_iter().flat_map(|(_, types)| types).collect())
    }

    #[test]
    fn an_interface_stands_for_its_types_and_an_unknown_name_is_refused() {
        assert_eq!(names(&["Region", "ZonalCentre"]), Some(vec!["Region", "ZonalCentre"]));
        assert_eq!(names(&["Centre"]), Some(vec!["RegionalModelCentre", "ZonalCentre", "MunicipalCentre"]));
        assert_eq!(names(&["Centre", "ZonalCentre"]).map(|all| all.len()), Some(3));
        for bad in ["region", "AuditEntry", "AuditEntryResult", "Change", ""] {
            assert_eq!(names(&["Region", bad]), None, "{bad}");
        }
    }

    #[test]
    fn every_type_leads_back_to_its_kind() {
        for (kind, types) in all() {
            assert!(types.iter().all(|name| kind_of(name) == Some(kind)), "{kind:?}");
        }
    }
}
