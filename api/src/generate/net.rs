//! What the parts of a network share: the plan of all of it, and a region as it grows.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    centre,
    ids::{LegalActId, MunicipalityId, OrganisationId, TypedId},
    municipality, organisation, region, status_kind, zone,
};
use uuid::Uuid;

use super::{Size, chance::Chance};
use crate::rules::subjects::Subject;

/// What all regions share.
pub struct Plan {
    /// How much.
    pub size: Size,
    /// The instant of every row: before any that a running service can write.
    pub at: DateTime<Utc>,
    /// The dictionary of kinds.
    pub kinds: Vec<status_kind::Model>,
    /// The seed as a part of every id.
    pub seed: String,
}

impl Plan {
    /// The id of a key, the same on every machine.
    pub fn id<I: TypedId>(&self, key: &str) -> I {
        I::deterministic(self.at, &self.seed, key)
    }

    /// The id of a small row that has none of the contract's.
    pub fn part(&self, key: &str) -> Uuid {
        self.id::<MunicipalityId>(&format!("part {key}")).into()
    }

    /// The chance of a place.
    pub fn chance(&self, place: &str) -> Chance {
        Chance::new(self.size.seed, place)
    }

    /// The kind of status of a code.
    pub fn kind(&self, code: &str) -> Option<&status_kind::Model> {
        self.kinds.iter().find(|kind| kind.code == code)
    }
}

/// The last day on which anything was decided, and the day of every instant: in the past of every clock.
pub const TODAY: NaiveDate = match NaiveDate::from_ymd_opt(2025, 9, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// A day; the days of this network are written in the program.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// A region as it grows: each part reads what the parts before it made.
pub struct Region<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its entry in the list of the Constitution.
    pub subject: &'static Subject,
    /// Municipalities that it has.
    pub towns_wanted: usize,
    /// Organisations that it has.
    pub organisations_wanted: usize,
    /// The region before it, for what crosses borders.
    pub neighbour: Option<Neighbour>,
    /// Its row.
    pub row: region::Model,
    /// Its zones.
    pub zones: Vec<zone::Model>,
    /// Its municipalities.
    pub towns: Vec<Town>,
    /// Its organisations, those of a town side by side.
    pub organisations: Vec<organisation::Model>,
    /// The ministry of education.
    pub ministry: Option<OrganisationId>,
    /// Its centres: the РМЦ, the ЗОЦ, the МОЦ.
    pub centres: Vec<centre::Model>,
    /// Acts issued so far: their numbers differ.
    pub acts: usize,
}

/// A municipality with what stands in it.
pub struct Town {
    /// Its row.
    pub row: municipality::Model,
    /// Which of its region, from 1.
    pub number: usize,
    /// «Берёзовского района», for names and titles.
    pub genitive: String,
    /// The stem of its name: «Берёзов».
    pub stem: String,
    /// What it was before, and its own first day.
    pub before: Option<(Vec<MunicipalityId>, NaiveDate)>,
    /// The organisation that hosts its МОЦ.
    pub host: Option<OrganisationId>,
    /// Its department of education.
    pub department: Option<OrganisationId>,
}

/// An organisation of another region.
#[derive(Clone, Copy)]
pub struct Neighbour {
    /// Its region.
    pub region: entity::ids::RegionId,
    /// The organisation, the host of the РМЦ.
    pub organisation: OrganisationId,
}

impl Region<'_> {
    /// A key inside the region.
    pub fn key(&self, rest: &str) -> String {
        format!("{} {rest}", self.subject.code)
    }

    /// The id of a key inside the region.
    pub fn id<I: TypedId>(&self, rest: &str) -> I {
        self.plan.id(&self.key(rest))
    }

    /// The chance of a part of the region.
    pub fn chance(&self, part: &str) -> Chance {
        self.plan.chance(&self.key(part))
    }

    /// The id and the number of the next act.
    pub fn next_act(&mut self) -> (LegalActId, usize) {
        self.acts += 1;
        (self.id(&format!("act {}", self.acts)), self.acts)
    }

    /// An organisation of the region.
    pub fn organisation(&self, id: OrganisationId) -> Option<&organisation::Model> {
        self.organisations.iter().find(|row| row.id == id)
    }

    /// Organisations of a municipality that people of the network work with: public and not ended.
    pub fn working(&self, town: MunicipalityId) -> impl Iterator<Item = &organisation::Model> {
        self.organisations.iter().filter(move |row| row.municipality_id == Some(town) && works(row))
    }

    /// The РМЦ.
    pub fn rmc(&self) -> Option<&centre::Model> {
        self.centres.iter().find(|centre| centre.kind == centre::CentreKind::Rmc)
    }

    /// The МОЦ of a municipality.
    pub fn moc(&self, town: MunicipalityId) -> Option<&centre::Model> {
        self.centres
            .iter()
            .find(|centre| centre.kind == centre::CentreKind::Moc && centre.municipality_id == Some(town))
    }
}

/// Whether an organisation is public and goes on.
pub fn works(row: &organisation::Model) -> bool {
    row.visibility == entity::shared::Visibility::Public && row.valid_to.is_none() && row.suspended_from.is_none()
}
