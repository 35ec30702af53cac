//! Numbers that the registers know already: counted in the territory of a report, on the last day of its period or today,
//! by whoever begins it.
//!
//! What the aggregate holds is read from it, so any number of fields costs what one does; what it does not hold is one
//! statement a register.

use chrono::NaiveDate;
use entity::{
    CodeEnum, agreement::AgreementKind, centre::CentreKind, competition::CompetitionLevel,
    organisation::OrganisationType, shared::Level,
};

use super::Target;
use crate::{
    access::Kind,
    db::{WriteTx, tally::Territory},
    error::AppError,
    service::{
        Cx, agreement, application,
        competition::{
            self,
            listing::{CompetitionFilter, CompetitionOrder, competitions},
        },
        list::FacetCount,
        organisation::list::{OrganisationFilter, OrganisationList, organisations},
        overview::counts::{self, Counts},
        partnership::{
            query::{PartnershipFilter, partnerships},
            state::PartnershipState,
        },
        status,
        territory::query::populations,
    },
};

/// How the registers are named, in the order of [`Register`].
pub const NAMES: &str = "organisations[:TYPE], population:FROM-TO, centres[:KIND], statuses:CODE, agreements[:KIND], \
     competitions[:LEVEL], applications, partnerships";

/// A register that a number is counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Register {
    /// Organisations that exist, all or of a type.
    Organisations(Option<OrganisationType>),
    /// Children of an age band.
    Population(i16, i16),
    /// Centres whose standing is in force, all or of a kind.
    Centres(Option<CentreKind>),
    /// Statuses of a kind in force.
    Statuses(String),
    /// Agreements in force, all or of a kind.
    Agreements(Option<AgreementKind>),
    /// Competitions that are known, all or of a level.
    Competitions(Option<CompetitionLevel>),
    /// Applications of organisations.
    Applications,
    /// Partnerships under way.
    Partnerships,
}

/// `organisations`, `organisations:SCHOOL`, `population:5-18`, `statuses:MIP`.
pub fn register(text: &str) -> Option<Register> {
    /// All of them, or those with a code that there is.
    fn code<C: CodeEnum>(of: Option<&str>, register: fn(Option<C>) -> Register) -> Option<Register> {
        match of {
            None => Some(register(None)),
            Some(code) => C::from_code(code).map(|code| register(Some(code))),
        }
    }
    let (name, of) = text.split_once(':').map_or((text, None), |(name, of)| (name, Some(of)));
    match (name, of) {
        ("organisations", of) => code(of, Register::Organisations),
        ("population", Some(band)) => {
            let (from, to) = band.split_once('-')?;
            Some(Register::Population(from.parse().ok()?, to.parse().ok()?))
        }
        ("centres", of) => code(of, Register::Centres),
        ("statuses", Some(of)) if !of.is_empty() => Some(Register::Statuses(of.to_owned())),
        ("agreements", of) => code(of, Register::Agreements),
        ("competitions", of) => code(of, Register::Competitions),
        ("applications", None) => Some(Register::Applications),
        ("partnerships", None) => Some(Register::Partnerships),
        _ => None,
    }
}

/// The kind of status that a register counts.
pub fn status_kind(text: &str) -> Option<String> {
    match register(text)? {
        Register::Statuses(code) => Some(code),
        _ => None,
    }
}

/// What the registers that are asked for count; an organisation has no territory, and nothing is counted.
pub async fn count(cx: &Cx, tx: &WriteTx, target: &Target, asked: &[Register]) -> Result<Vec<Option<i64>>, AppError> {
    let row = &target.row;
    let territory = match (row.level, row.region_id, row.municipality_id) {
        (Level::Region, Some(region), _) => Territory::Region(region),
        (Level::Municipality, Some(region), Some(id)) => Territory::Municipality(id, region),
        _ => return Ok(vec![None; asked.len()]),
    };
    let day = target.campaign.period_to.min(cx.today());
    let is = |of: fn(&Register) -> bool| asked.iter().any(of);
    let mut counts = Counts::default();
    if is(|of| tallied(of).is_some()) {
        counts = counts::counts(cx, &[territory], day).await?.remove(&territory).unwrap_or_default();
    }
    let types =
        if is(|of| matches!(of, Register::Organisations(_))) { types(cx, tx, territory, day).await? } else { vec![] };
    let levels = if is(|of| matches!(of, Register::Competitions(Some(_)))) {
        levels(cx, tx, territory, day).await?
    } else {
        vec![]
    };
    let partners =
        if is(|of| *of == Register::Partnerships) { Some(under_way(cx, tx, territory, day).await?) } else { None };
    let people = match (is(|of| matches!(of, Register::Population(..))), territory) {
        (true, Territory::Municipality(id, _)) => populations(tx, &[id]).await?,
        _ => vec![],
    };
    let number = |of: &Register| match of {
        // The newest first.
        Register::Population(from, to) => people
            .iter()
            .find(|row| (row.age_from, row.age_to) == (*from, *to) && row.as_of <= target.campaign.period_to)
            .map(|row| row.count),
        Register::Organisations(None) => Some(types.iter().map(|count| count.count).sum()),
        Register::Organisations(Some(kind)) => Some(of_value(&types, kind.code())),
        Register::Competitions(Some(level)) => Some(of_value(&levels, level.code())),
        Register::Partnerships => partners,
        tally => tallied(tally).map(|(measure, key)| match key {
            None => counts.total(measure),
            Some(key) => counts.of(measure).iter().find(|(known, _)| *known == key).map_or(0, |(_, count)| *count),
        }),
    };
    Ok(asked.iter().map(number).collect())
}

/// The measure of the aggregate that a register is, and the key there; none of the others.
fn tallied(of: &Register) -> Option<(&'static str, Option<&str>)> {
    Some(match of {
        Register::Centres(kind) => (status::tally::CENTRES, kind.map(CodeEnum::code)),
        Register::Statuses(code) => (status::tally::STATUSES, Some(code)),
        Register::Agreements(kind) => (agreement::tally::AGREEMENTS, kind.map(CodeEnum::code)),
        Register::Competitions(None) => (competition::tally::MEASURE, None),
        Register::Applications => (application::tally::MEASURE, None),
        Register::Organisations(_)
        | Register::Population(..)
        | Register::Competitions(Some(_))
        | Register::Partnerships => return None,
    })
}

/// Organisations of a territory by type.
async fn types(cx: &Cx, tx: &WriteTx, territory: Territory, day: NaiveDate) -> Result<Vec<FacetCount>, AppError> {
    let mut filter = OrganisationFilter::default();
    match territory {
        Territory::Municipality(id, _) => filter.municipalities = Some(vec![id]),
        Territory::Region(id) | Territory::Zone(_, id) => filter.regions = Some(vec![id]),
        Territory::Federation => {}
    }
    let list = OrganisationList { day, filter, ..OrganisationList::default() };
    let facets = organisations(cx, "prefill", &list).facets(tx).await?;
    Ok(facets.into_iter().filter(|count| count.facet == "type").collect())
}

/// Competitions of a territory by level: the aggregate tells them apart by state.
async fn levels(cx: &Cx, tx: &WriteTx, territory: Territory, day: NaiveDate) -> Result<Vec<FacetCount>, AppError> {
    let mut filter = CompetitionFilter::default();
    match territory {
        Territory::Municipality(id, _) => filter.municipalities = Some(vec![id]),
        Territory::Region(id) | Territory::Zone(_, id) => filter.regions = Some(vec![id]),
        Territory::Federation => {}
    }
    let scope = cx.scope(Kind::Competition);
    let list = competitions("prefill", &scope, day, &filter, None, CompetitionOrder::Title, false);
    Ok(list.facets(tx).await?.into_iter().filter(|count| count.facet == "level").collect())
}

/// Partnerships of a territory that are under way: the aggregate does not hold them.
async fn under_way(cx: &Cx, tx: &WriteTx, territory: Territory, day: NaiveDate) -> Result<i64, AppError> {
    let mut filter = PartnershipFilter { states: Some(vec![PartnershipState::Active]), ..PartnershipFilter::default() };
    match territory {
        Territory::Municipality(id, _) => filter.municipalities = Some(vec![id]),
        Territory::Region(id) | Territory::Zone(_, id) => filter.regions = Some(vec![id]),
        Territory::Federation => {}
    }
    let facets = partnerships(cx, "prefill", day, &filter, None, false).facets(tx).await?;
    let states: Vec<FacetCount> = facets.into_iter().filter(|count| count.facet == "state").collect();
    Ok(of_value(&states, PartnershipState::Active.code()))
}

fn of_value(counts: &[FacetCount], value: &str) -> i64 {
    counts.iter().find(|count| count.value.as_deref() == Some(value)).map_or(0, |count| count.count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registers_are_named_by_text() {
        for (text, expected) in [
            ("organisations", Register::Organisations(None)),
            ("organisations:SCHOOL", Register::Organisations(Some(OrganisationType::School))),
            ("population:5-18", Register::Population(5, 18)),
            ("centres", Register::Centres(None)),
            ("statuses:MOC", Register::Statuses("MOC".to_owned())),
            ("agreements", Register::Agreements(None)),
            ("competitions:ZONAL", Register::Competitions(Some(CompetitionLevel::Zonal))),
            ("applications", Register::Applications),
            ("partnerships", Register::Partnerships),
        ] {
            assert_eq!(register(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "schools",
            "population",
            "population:5",
            "population:a-b",
            "programmes:ALL",
            "organisations:SCHOOLS",
            "centres:",
            "centres:SCHOOL",
            "statuses",
            "statuses:",
            "applications:ALL",
            "partnerships:ALL",
        ] {
            assert_eq!(register(text), None, "{text}");
        }
    }
}
