//! Agreements and partnerships of the demonstration network: planned ones are drafts, printed ones are recorded as the
//! documents leave them, open points included.

use entity::{
    agreement::AgreementKind,
    agreement_party::PartyRole,
    ids::{AgreementId, OrganisationId, PartnershipId},
};
use serde::Deserialize;

use super::{
    book::{Book, term},
    organisation::source_of,
};
use crate::{
    error::{AppError, Failure},
    service::{
        agreement::{
            Window,
            draft::{self, Content, CreateAgreement},
            keeper::Keeper,
            party::{PartyInput, Who},
            record::{self, RecordAgreement},
        },
        external::External,
        open_points::OpenPoint,
        partnership::write::{self, CreatePartnership, Partner},
    },
    validity::Bound,
};

const FILE: &str = include_str!("data/agreements.toml");

#[derive(Deserialize)]
struct AgreementRow {
    key: String,
    kind: AgreementKind,
    title: String,
    subject: String,
    state: State,
    region: Option<String>,
    municipality: Option<String>,
    number: Option<String>,
    signed_on: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    planned_from: Option<String>,
    planned_to: Option<String>,
    text: Option<String>,
    parties: Vec<PartyRow>,
    amendment: Option<WindowRow>,
    place: Option<String>,
    #[serde(default)]
    findings: Vec<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum State {
    Draft,
    Signed,
}

#[derive(Deserialize)]
struct PartyRow {
    role: PartyRole,
    centre: Option<String>,
    organisation: Option<String>,
    not_named: Option<String>,
}

#[derive(Default, Deserialize)]
struct WindowRow {
    planned_from: Option<String>,
    planned_to: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
struct PartnershipRow {
    key: String,
    lead: String,
    partner: String,
    status: Option<String>,
    planned: Option<bool>,
    actual: Option<bool>,
    since: Option<String>,
    text: Option<String>,
    functions: Option<String>,
    evidence: Option<String>,
    place: Option<String>,
    #[serde(default)]
    findings: Vec<String>,
}

/// Loads agreements and partnerships.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    let rows: Vec<AgreementRow> = Book::rows(FILE, "agreement")?;
    book.count("agreements", rows.len());
    for row in rows {
        load_agreement(book, row).await?;
    }
    let rows: Vec<PartnershipRow> = Book::rows(FILE, "partnership")?;
    book.count("partnerships", rows.len());
    for row in rows {
        load_partnership(book, row).await?;
    }
    Ok(())
}

async fn load_agreement(book: &mut Book<'_>, row: AgreementRow) -> Result<(), Failure> {
    let id: AgreementId = book.enter(&row.key);
    let external_ids = vec![External::new(source_of(row.place.as_deref(), false), row.key)];
    let keeper = Keeper {
        region: book.maybe(row.region.as_ref())?,
        municipality: book.maybe(row.municipality.as_ref())?,
        level: None,
    };
    let parties = row.parties.into_iter().map(|party| party_of(book, party)).collect::<Result<Vec<_>, _>>()?;
    let planned = WindowRow { planned_from: row.planned_from, planned_to: row.planned_to, text: row.text }.window()?;
    let content = Content {
        kind: row.kind,
        number: row.number,
        title: row.title,
        subject: Some(row.subject),
        programmes: vec![],
        place: None,
        validity: term(row.valid_from.as_ref(), row.valid_to.as_ref(), None)?,
        auto_renewal: None,
        auto_renewal_to: None,
        planned,
        open_points: points(&row.findings),
    };
    match row.state {
        State::Draft => {
            let input = CreateAgreement { id: Some(id), keeper, content, parties, acts: vec![], external_ids };
            draft::create(book.cx, input).await?;
        }
        State::Signed => {
            let signed_on = row.signed_on.as_deref().map(Bound::parse_start).transpose().map_err(AppError::internal)?;
            let input = RecordAgreement {
                id: Some(id),
                keeper,
                content,
                signed_on,
                parties,
                acts: vec![],
                renews: None,
                amendment_planned: row.amendment.unwrap_or_default().window()?,
                external_ids,
            };
            record::record(book.cx, input).await?;
        }
    }
    Ok(())
}

/// Findings as open points: fields in the words of the contract.
fn points(findings: &[String]) -> Vec<OpenPoint> {
    let points = findings.iter().filter_map(|finding| OpenPoint::parse(finding));
    points.map(|point| OpenPoint::new(&crate::db::change::camel_case(&point.field), point.reason)).collect()
}

fn party_of(book: &Book<'_>, party: PartyRow) -> Result<PartyInput, Failure> {
    let PartyRow { role, centre, organisation, not_named } = party;
    let who = Who {
        centre: book.maybe(centre.as_ref())?,
        organisation: book.maybe(organisation.as_ref())?,
        municipality: None,
        not_named: not_named.is_some(),
        name: not_named,
    };
    Ok(PartyInput { role, who, signed_on: None })
}

impl WindowRow {
    /// From the first day of the one to the last day of the other.
    fn window(self) -> Result<Window, Failure> {
        let Self { planned_from, planned_to, text } = self;
        let from = planned_from.as_deref().map(Bound::parse_start).transpose().map_err(AppError::internal)?;
        let to = planned_to.as_deref().map(Bound::parse_end).transpose().map_err(AppError::internal)?;
        Ok(Window { from: from.map(|bound| bound.date), to: to.map(|bound| bound.date), text })
    }
}

async fn load_partnership(book: &mut Book<'_>, row: PartnershipRow) -> Result<(), Failure> {
    let id: PartnershipId = book.enter(&row.key);
    let organisation = |key: &str| -> Result<Who, Failure> {
        let id: OrganisationId = book.id(key)?;
        Ok(Who { organisation: Some(id), ..Who::default() })
    };
    let input = CreatePartnership {
        id: Some(id),
        lead: organisation(&row.lead)?,
        partner: Partner { who: organisation(&row.partner)?, ..Partner::default() },
        planned: row.planned,
        actual: row.actual,
        functions: row.functions,
        evidence: row.evidence.into_iter().collect(),
        agreement: None,
        status: book.maybe(row.status.as_ref())?,
        validity: term(row.since.as_ref(), None, row.text.as_ref())?,
        open_points: points(&row.findings),
        external_ids: vec![External::new(source_of(row.place.as_deref(), false), row.key)],
    };
    write::create(book.cx, input).await?;
    Ok(())
}
