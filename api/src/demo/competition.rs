//! Competitions and applications of the demonstration network: all of them recorded from documents.

use entity::{
    act_basis::BasisRole,
    application::ApplicationResult,
    competition::{CompetitionForm, CompetitionKind, CompetitionLevel},
    competition_clause::CompetitionClauseKind,
};
use serde::Deserialize;

use super::{
    book::{Book, term},
    organisation::source_of,
};
use crate::{
    error::{AppError, Failure},
    service::{
        act::basis::Basis,
        application::record::{RecordApplication, record as record_application},
        competition::{
            clauses::Clause,
            create::{Content, Course, RecordCompetition, record},
            place::Seat,
            plan::PlanPatch,
        },
        external::External,
        open_points::{OpenPoint, OpenReason},
    },
    validity::Bound,
};

const FILE: &str = include_str!("data/competitions.toml");

#[derive(Deserialize)]
struct CompetitionRow {
    key: String,
    title: String,
    kind: CompetitionKind,
    level: CompetitionLevel,
    parent: Option<String>,
    region: Option<String>,
    municipality: Option<String>,
    organiser: Option<String>,
    form: Option<CompetitionForm>,
    from: Option<String>,
    to: Option<String>,
    text: Option<String>,
    #[serde(default)]
    nominations: Vec<String>,
    awards: Option<String>,
    awarded: Option<i32>,
    results_on: Option<String>,
    #[serde(default)]
    acts: Vec<BasisRow>,
    url: Option<String>,
    place: Option<String>,
    #[serde(default)]
    findings: Vec<String>,
}

#[derive(Deserialize)]
struct BasisRow {
    act: String,
    role: BasisRole,
}

#[derive(Deserialize)]
struct ApplicationRow {
    key: String,
    competition: String,
    organisation: String,
    result: Option<ApplicationResult>,
    place: Option<String>,
    #[serde(default)]
    findings: Vec<String>,
}

/// Loads competitions and applications.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    let rows: Vec<CompetitionRow> = Book::rows(FILE, "competition")?;
    book.count("competitions", rows.len());
    for row in rows {
        load_competition(book, row).await?;
    }
    let rows: Vec<ApplicationRow> = Book::rows(FILE, "application")?;
    book.count("applications", rows.len());
    for ApplicationRow { key, competition, organisation, result, place, findings } in rows {
        let application = RecordApplication {
            id: Some(book.enter(&key)),
            competition: book.id(&competition)?,
            organisation: book.id(&organisation)?,
            nomination: None,
            title: None,
            participants: None,
            result,
            place: None,
            score: None,
            open_points: points(&findings, &["title"]),
            external_ids: vec![External::new(source_of(place.as_deref(), false), key)],
        };
        record_application(book.cx, application).await?;
    }
    Ok(())
}

async fn load_competition(book: &mut Book<'_>, row: CompetitionRow) -> Result<(), Failure> {
    let acts = row.acts.iter().map(|basis| Ok(Basis { act: book.id(&basis.act)?, role: basis.role }));
    let acts = acts.collect::<Result<_, Failure>>()?;
    let results = row.results_on.as_deref().map(Bound::parse_end).transpose().map_err(AppError::internal)?;
    let nominations = (1..).zip(row.nominations).map(|(number, text)| Clause {
        kind: CompetitionClauseKind::Nomination,
        number,
        text,
        required: false,
        age_from: None,
        age_to: None,
    });
    // The region of a municipality follows from it.
    let region = row.region.as_ref().filter(|_| row.municipality.is_none());
    let seat = Seat {
        region: book.maybe(region)?,
        municipality: book.maybe(row.municipality.as_ref())?,
        organiser: book.maybe(row.organiser.as_ref())?,
    };
    let content = Content {
        title: row.title,
        kind: row.kind,
        level: row.level,
        form: row.form,
        parent: book.maybe(row.parent.as_ref())?,
        seat,
        organiser_centre: None,
        url: row.url,
        repeat_applications: false,
        award_kind: row.awards,
        expected_awards: None,
        plan: PlanPatch { held: term(row.from.as_ref(), row.to.as_ref(), row.text.as_ref())?, ..PlanPatch::default() },
        clauses: nominations.collect(),
        acts,
        external_ids: vec![External::new(source_of(row.place.as_deref(), false), row.key.clone())],
    };
    let course = Course {
        results_published_on: results,
        awarded_count: row.awarded,
        open_points: points(&row.findings, &[]),
        ..Course::default()
    };
    let competition = RecordCompetition { id: Some(book.enter(&row.key)), content, course };
    record(book.cx, competition).await?;
    Ok(())
}

/// Findings `field:REASON` as open points, by the names that the contract has for the fields.
fn points(findings: &[String], absent: &[&str]) -> Vec<OpenPoint> {
    let named = |field: &str| {
        match field {
            "from" => "validFrom",
            "to" => "validTo",
            "awarded" => "awardedCount",
            "results_on" => "resultsPublishedOn",
            "results_act" | "regulation" => "acts",
            "works" => "title",
            _ => return field.to_owned(),
        }
        .to_owned()
    };
    let found = findings.iter().filter_map(|finding| OpenPoint::parse(finding));
    let found = found.map(|point| OpenPoint { field: named(&point.field), ..point });
    found.chain(absent.iter().map(|field| OpenPoint::new(field, OpenReason::NotPrinted))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_of_the_file_is_an_open_point() {
        let rows: Vec<CompetitionRow> = Book::rows(FILE, "competition").unwrap();
        for row in &rows {
            assert_eq!(points(&row.findings, &[]).len(), row.findings.len(), "{}", row.key);
        }
    }
}
