//! What must be true of an agreement before a step. Pure; errors carry the places of the input.

use chrono::NaiveDate;
use entity::{
    agreement::{self, AgreementKind},
    agreement_party::{self, PartyKind},
};

use super::{party::is_same, state};
use crate::{
    error::{Problems, UserError, UserErrorCode},
    service::open_points::{OpenPoint, OpenReason},
};

/// The parties of a day.
pub fn on(parties: &[agreement_party::Model], day: NaiveDate) -> impl Iterator<Item = &agreement_party::Model> {
    parties
        .iter()
        .filter(move |party| party.from_day.is_none_or(|from| from <= day) && party.to_day.is_none_or(|to| to >= day))
}

/// The parties of the newest edition.
pub fn newest(parties: &[agreement_party::Model]) -> impl Iterator<Item = &agreement_party::Model> {
    parties.iter().filter(|party| party.to_day.is_none())
}

/// Parties that can sign: those that are named.
pub fn named(parties: &[agreement_party::Model]) -> impl Iterator<Item = &agreement_party::Model> {
    newest(parties).filter(|party| party.kind != PartyKind::NotNamed)
}

/// Whether every named party has signed.
pub fn all_signed(parties: &[agreement_party::Model]) -> bool {
    named(parties).all(|party| party.signed_on.is_some())
}

/// At least two parties, no two of them the same.
pub fn distinct(problems: &mut Problems, parties: &[agreement_party::Model], path: &str) {
    let parties: Vec<_> = newest(parties).collect();
    for (i, party) in parties.iter().enumerate() {
        if parties.iter().take(i).any(|other| is_same(other, party)) {
            problems.push(super::party::twice(&format!("{path}.{i}")));
        }
    }
    if parties.len() < 2 {
        problems.add(
            UserErrorCode::Required,
            path,
            "Нужны как минимум две разные стороны",
            "At least two distinct parties are needed",
        );
    }
}

/// What an agreement must have before the parties are asked to sign it: all of them named, and for the network form
/// a programme and an organisation that teaches.
pub fn complete(problems: &mut Problems, row: &agreement::Model, parties: &[agreement_party::Model], educates: bool) {
    distinct(problems, parties, "parties");
    for (i, party) in newest(parties).enumerate() {
        if party.kind == PartyKind::NotNamed {
            problems.add(
                UserErrorCode::Required,
                &format!("parties.{i}"),
                "Назовите сторону: ей предстоит подписать",
                "Name the party: it is to sign",
            );
        }
    }
    if row.kind == AgreementKind::NetworkForm {
        if row.programmes.is_none() {
            problems.push(UserError::required("programmes"));
        }
        if !educates {
            problems.push(teacher_needed());
        }
    }
}

/// A network-form contract without anybody who teaches.
pub fn teacher_needed() -> UserError {
    UserError::new(
        UserErrorCode::Required,
        "parties",
        "Договору о сетевой форме нужна хотя бы одна образовательная организация",
        "A contract on the network form needs at least one educational organisation",
    )
}

/// The order of the dates of a signed agreement; nothing is signed in the future.
pub fn dates(problems: &mut Problems, row: &agreement::Model, today: NaiveDate) {
    if row.signed_on.is_some_and(|signed| signed > today) {
        problems.add(
            UserErrorCode::DateOrder,
            "signedOn",
            "Подпись не может стоять в будущем",
            "A signature can't lie in the future",
        );
    }
    if let (Some(signed), Some(end)) = (row.signed_on, row.valid_to)
        && signed > end
    {
        problems.push(UserError::date_order("validTo"));
    }
    renewal_limit(problems, row);
}

/// The limit of prolongation belongs to a rule and lies after the end that it prolongs.
pub fn renewal_limit(problems: &mut Problems, row: &agreement::Model) {
    if let Some(limit) = row.auto_renewal_to {
        if row.auto_renewal.is_none() {
            problems.push(UserError::required("autoRenewal"));
        }
        if row.valid_to.is_none_or(|end| limit < end) {
            problems.push(UserError::date_order("autoRenewalTo"));
        }
    }
}

/// What recorded history leaves open, beside what the person said: it counts, with these points (DECISIONS 10).
pub fn open_points(row: &agreement::Model, parties: &[agreement_party::Model], said: Vec<OpenPoint>) -> Vec<OpenPoint> {
    use OpenReason::{NotNamed, NotPrinted};
    let network = row.kind == AgreementKind::NetworkForm;
    let found = [
        ("number", NotPrinted, row.number.is_none()),
        ("signedOn", NotPrinted, row.signed_on.is_none()),
        ("parties", NotNamed, newest(parties).any(|party| party.kind == PartyKind::NotNamed)),
        ("signatures", NotPrinted, !all_signed(parties)),
        ("programmes", NotPrinted, network && row.programmes.is_none()),
    ];
    let missing = found.into_iter().filter(|(field, _, missing)| *missing && said.iter().all(|p| p.field != *field));
    let missing: Vec<OpenPoint> = missing.map(|(field, reason, _)| OpenPoint::new(field, reason)).collect();
    said.into_iter().chain(missing).collect()
}

/// Whether an amendment may begin on a day: after the signature, while the agreement holds, after the amendment before.
pub fn may_begin(row: &agreement::Model, effective: NaiveDate) -> bool {
    row.signed_on.is_none_or(|signed| signed <= effective)
        && row.edition_since.is_none_or(|since| since < effective)
        && state::term_end(row).is_none_or(|end| effective <= end)
}

#[cfg(test)]
mod tests {
    use entity::{agreement_party::PartyRole, shared::Level};

    use super::*;

    fn party(position: i32, kind: PartyKind, name: &str) -> agreement_party::Model {
        agreement_party::Model {
            agreement_id: super::state::tests::blank().id,
            position,
            role: PartyRole::Partner,
            kind,
            centre_id: None,
            organisation_id: None,
            municipality_id: None,
            region_id: None,
            level: Level::Federation,
            name: Some(name.to_owned()),
            signed_on: None,
            signed_on_precision: 1,
            from_day: None,
            to_day: None,
        }
    }

    fn count(check: impl FnOnce(&mut Problems)) -> usize {
        let mut problems = Problems::new();
        check(&mut problems);
        match problems.finish() {
            Err(crate::error::Failure::User(errors)) => errors.len(),
            _ => 0,
        }
    }

    #[test]
    fn two_distinct_parties_are_needed() {
        let one = party(1, PartyKind::Outside, "«Заря»");
        let again = party(2, PartyKind::Outside, "Заря");
        let other = party(3, PartyKind::Outside, "Восход");
        assert_eq!(count(|p| distinct(p, std::slice::from_ref(&one), "parties")), 1);
        assert_eq!(count(|p| distinct(p, &[one.clone(), again], "parties")), 1);
        assert_eq!(count(|p| distinct(p, &[one.clone(), other], "parties")), 0);
        let unnamed = |position| party(position, PartyKind::NotNamed, "организации района");
        assert_eq!(count(|p| distinct(p, &[unnamed(1), unnamed(2)], "parties")), 0);
        let row = super::state::tests::blank();
        assert_eq!(count(|p| complete(p, &row, &[one, unnamed(2)], false)), 1);
    }

    #[test]
    fn the_network_form_needs_a_programme_and_a_teacher() {
        let row = agreement::Model { kind: AgreementKind::NetworkForm, ..super::state::tests::blank() };
        let parties = [party(1, PartyKind::Outside, "А"), party(2, PartyKind::Outside, "Б")];
        assert_eq!(count(|p| complete(p, &row, &parties, false)), 2);
        let row = agreement::Model { programmes: Some("Робототехника".to_owned()), ..row };
        assert_eq!(count(|p| complete(p, &row, &parties, true)), 0);
    }

    #[test]
    fn what_is_missing_is_said_once() {
        let row = super::state::tests::blank();
        let said = vec![OpenPoint::new("number", OpenReason::Illegible)];
        let points = open_points(&row, &[party(1, PartyKind::NotNamed, "А")], said);
        let column = crate::service::open_points::write(points);
        assert_eq!(column, "number:ILLEGIBLE\nparties:NOT_NAMED\nsignedOn:NOT_PRINTED");
    }
}
