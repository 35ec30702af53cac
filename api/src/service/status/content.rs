//! What drafting, granting, recording and renewing a status have in common: who holds it and where, and the terms of the
//! decision, each checked once.

use chrono::NaiveDate;
use entity::{
    CodeEnum,
    centre::{self, CentreKind},
    ids::{CentreId, MunicipalityId, OrganisationId, RegionId, StatusKindId, ZoneId},
    shared::Level,
    status_assignment,
    status_kind::{self, StatusHolderType},
};
use sea_orm::Set;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{kind::levels, rules};
use crate::{
    db::WriteTx,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{
        CODE, Cx, NAME, Patch,
        act::basis::Basis,
        dated::ValidityPatch,
        line,
        list::visible_row,
        place::{self, LAST},
    },
    set_validity, text,
    validity::Validity,
    validity_of,
};

/// What is granted to whom, and where: it does not change after the draft.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Kind.
    pub kind: StatusKindId,
    /// The level of the status.
    pub level: Level,
    /// The centre that holds it.
    pub centre: Option<CentreId>,
    /// The organisation that holds it, or through which it is held.
    pub organisation: Option<OrganisationId>,
    /// The unit or circle that holds it.
    pub association: Option<String>,
    /// How many holders a source counts without naming them.
    pub unnamed: Option<i32>,
    /// What it is about; absent: the territory of the holder.
    pub region: Option<RegionId>,
    /// The zone that it is about.
    pub zone: Option<ZoneId>,
    /// The municipality that it is about.
    pub municipality: Option<MunicipalityId>,
}

/// What the decision says.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Topic.
    pub topic: Patch<String>,
    /// Programme or project.
    pub programme: Patch<String>,
    /// Who granted it, as printed.
    pub granting_body: Patch<String>,
    /// Day of the decision.
    pub granted_on: Patch<NaiveDate>,
    /// First year of the academic year.
    pub academic_year: Patch<i32>,
    /// Number in a register.
    pub registry_number: Patch<String>,
    /// The term.
    pub validity: ValidityPatch,
    /// The acts, all of them.
    pub acts: Patch<Vec<Basis>>,
}

/// A subject whose references were found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Kind.
    pub kind: status_kind::Model,
    /// The level of the status.
    pub level: Level,
    /// The centre.
    pub centre: Option<centre::Model>,
    /// The organisation.
    pub organisation: Option<OrganisationId>,
    /// The unit or circle.
    pub association: Option<String>,
    /// Unnamed holders.
    pub unnamed: Option<i32>,
    /// Region.
    pub region: Option<RegionId>,
    /// Zone that it is about.
    pub zone: Option<ZoneId>,
    /// Municipality that it is about, or of the seat.
    pub municipality: Option<MunicipalityId>,
    /// What it is about.
    pub territory: Level,
}

/// Finds what an input names. `recorded`: the source may not name the holder.
pub async fn find(tx: &WriteTx, cx: &Cx, subject: Subject, recorded: bool) -> Result<Found, Failure> {
    let Subject { kind, level, centre, organisation, association, unnamed, region, zone, municipality } = subject;
    let kind = visible_row::<status_kind::Entity>(tx, &cx.viewer, kind, LAST).await?;
    let kind = kind.ok_or_else(|| UserError::unknown("kindId"))?;
    let mut problems = Problems::new();
    if !levels(&kind).contains(&level) {
        problems.add(
            UserErrorCode::Invalid,
            "level",
            "Статус этого вида не присваивается на таком уровне",
            "A status of this kind is not granted at this level",
        );
    }
    let association = association.and_then(|text| problems.keep(line(&text, "association", NAME)));
    holder_fits(
        &kind,
        (centre.is_some(), organisation.is_some(), association.is_some()),
        unnamed,
        recorded,
        &mut problems,
    );
    problems.finish()?;
    let centre = match centre {
        Some(id) => Some(
            visible_row::<centre::Entity>(tx, &cx.viewer, id, LAST)
                .await?
                .ok_or_else(|| UserError::unknown("centreId"))?,
        ),
        None => None,
    };
    if let Some(centre) = &centre {
        centre_fits(&kind, centre)?;
    }
    let holder = match organisation {
        Some(id) => Some(place::organisation(tx, &cx.viewer, id, "organisationId").await?),
        None => None,
    };
    let mut found = Found {
        level,
        organisation: holder.as_ref().map(|row| row.id).or(centre.as_ref().and_then(|row| row.organisation_id)),
        association,
        unnamed,
        region: holder.as_ref().and_then(|row| row.region_id),
        zone: None,
        municipality: holder.as_ref().and_then(|row| row.municipality_id),
        territory: Level::Federation,
        kind,
        centre,
    };
    found.territory = found.own_territory();
    found.place(tx, cx, (region, zone, municipality)).await?;
    found.check_level()?;
    Ok(found)
}

/// The holder is of the type that the kind asks for, and is named, unless history does not name it.
fn holder_fits(
    kind: &status_kind::Model,
    (centre, organisation, association): (bool, bool, bool),
    unnamed: Option<i32>,
    recorded: bool,
    problems: &mut Problems,
) {
    if let Some(count) = unnamed {
        if !recorded {
            problems.add(
                UserErrorCode::Contradiction,
                "unnamedCount",
                "Без имени держателя можно только записать статус из источника",
                "Only a status recorded from a source may leave the holder unnamed",
            );
        }
        if !(1..=10_000).contains(&count) {
            problems.add(UserErrorCode::OutOfRange, "unnamedCount", "От 1 до 10 000", "1 to 10,000");
        }
        if centre || organisation || association {
            problems.add(
                UserErrorCode::Contradiction,
                "unnamedCount",
                "Держатель либо назван, либо нет",
                "A holder is either named or not",
            );
        }
        return;
    }
    let (needed, path) = match kind.held_by {
        StatusHolderType::Centre => (centre, "centreId"),
        StatusHolderType::Organisation => (organisation, "organisationId"),
        StatusHolderType::Association => (association, "association"),
    };
    if !needed {
        problems.push(UserError::required(path));
    }
    let contradiction = |path: &str, problems: &mut Problems| {
        problems.add(
            UserErrorCode::Contradiction,
            path,
            "У этого вида статуса другой держатель",
            "This kind of status has another holder",
        );
    };
    if centre && kind.held_by != StatusHolderType::Centre {
        contradiction("centreId", problems);
    }
    if association && kind.held_by != StatusHolderType::Association {
        contradiction("association", problems);
    }
}

/// The standing of a centre is of its own kind.
fn centre_fits(kind: &status_kind::Model, centre: &centre::Model) -> Result<(), UserError> {
    let other = CentreKind::from_code(&kind.code).is_some_and(|standing| standing != centre.kind);
    if other {
        return Err(UserError::new(
            UserErrorCode::Contradiction,
            "centreId",
            "Центр другого вида",
            "The centre is of another kind",
        ));
    }
    Ok(())
}

impl Found {
    /// What the status is about when the input does not say.
    fn own_territory(&mut self) -> Level {
        if let Some(centre) = &self.centre {
            self.region = Some(centre.region_id);
            self.zone = centre.zone_id;
            self.municipality = centre.municipality_id;
            return match centre.kind {
                CentreKind::Rmc => Level::Region,
                CentreKind::Zoc => Level::Zone,
                CentreKind::Moc => Level::Municipality,
            };
        }
        match (self.municipality, self.region) {
            (Some(_), _) => Level::Municipality,
            (None, Some(_)) => Level::Region,
            (None, None) => Level::Federation,
        }
    }

    /// The territory of the input: the narrowest that is given, all of it in one region; a centre's is its own.
    async fn place(
        &mut self,
        tx: &WriteTx,
        cx: &Cx,
        (region, zone, municipality): (Option<RegionId>, Option<ZoneId>, Option<MunicipalityId>),
    ) -> Result<(), Failure> {
        if self.centre.is_some() {
            let other = region.is_some_and(|id| Some(id) != self.region)
                || zone.is_some_and(|id| Some(id) != self.zone)
                || municipality.is_some_and(|id| Some(id) != self.municipality);
            if other {
                return Err(UserError::new(
                    UserErrorCode::Contradiction,
                    "regionId",
                    "Статус центра действует на территории центра",
                    "The status of a centre is about the centre's territory",
                )
                .into());
            }
            return Ok(());
        }
        if let Some(id) = municipality {
            let row = place::municipality(tx, id, "municipalityId").await?;
            if region.is_some_and(|region| region != row.region_id) {
                return Err(UserError::unknown("municipalityId").into());
            }
            (self.region, self.municipality, self.territory) = (Some(row.region_id), Some(id), Level::Municipality);
        } else if zone.is_none()
            && let Some(id) = region
        {
            let row = place::region(tx, &cx.viewer, id, "regionId").await?;
            if self.region != Some(row.id) {
                self.municipality = None;
            }
            (self.region, self.territory) = (Some(row.id), Level::Region);
        }
        if let Some(id) = zone {
            let row = place::zone(tx, &cx.viewer, id, "zoneId").await?;
            let other = region.is_some_and(|region| region != row.region_id)
                || municipality.is_some() && self.region != Some(row.region_id);
            if other {
                return Err(UserError::unknown("zoneId").into());
            }
            if municipality.is_none() {
                if self.region != Some(row.region_id) {
                    self.municipality = None;
                }
                (self.region, self.territory) = (Some(row.region_id), Level::Zone);
            }
            self.zone = Some(id);
        }
        Ok(())
    }

    /// Whoever decides at a level must have a territory of that level, and the kind must be known there.
    fn check_level(&self) -> Result<(), UserError> {
        match self.level {
            Level::Municipality if self.municipality.is_none() => return Err(UserError::required("municipalityId")),
            Level::Zone if self.zone.is_none() => return Err(UserError::required("zoneId")),
            Level::Region if self.region.is_none() => return Err(UserError::required("regionId")),
            _ => {}
        }
        let foreign = self.kind.region_id.is_some_and(|region| self.region != Some(region))
            || self.kind.municipality_id.is_some_and(|id| self.municipality != Some(id));
        if foreign { Err(UserError::unknown("kindId")) } else { Ok(()) }
    }

    /// Kind, holder, territory and topic as one short text; none where the holder is not named or parallels are allowed.
    pub fn conflict_key(&self, topic: Option<&str>) -> Option<String> {
        let territory = match self.territory {
            Level::Municipality => self.municipality.map(Uuid::from),
            Level::Zone => self.zone.map(Uuid::from),
            Level::Region => self.region.map(Uuid::from),
            Level::Federation | Level::Organisation => None,
        };
        conflict_key(
            &self.kind,
            (self.centre.as_ref().map(|row| row.id), self.organisation, self.association.as_deref()),
            territory,
            topic,
        )
    }
}

type Holder<'a> = (Option<CentreId>, Option<OrganisationId>, Option<&'a str>);

fn conflict_key(
    kind: &status_kind::Model,
    (centre, organisation, association): Holder<'_>,
    territory: Option<Uuid>,
    topic: Option<&str>,
) -> Option<String> {
    if kind.parallels {
        return None;
    }
    let holder = match (centre, organisation, association) {
        (Some(centre), ..) => centre.to_string(),
        (None, None, None) => return None,
        (None, organisation, association) => {
            let organisation = organisation.map(|id| id.to_string()).unwrap_or_default();
            format!("{organisation} {}", association.map(text::fold).unwrap_or_default())
        }
    };
    let topic = topic.filter(|_| kind.topic_in_key).map(text::fold).unwrap_or_default();
    let mut hasher = Sha256::new();
    for part in [&kind.code, &holder, &territory.unwrap_or_default().to_string(), &topic] {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    Some(hasher.finalize().iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}")))
}

/// The key of a stored row with another topic.
pub fn key_of(kind: &status_kind::Model, row: &status_assignment::Model, topic: Option<&str>) -> Option<String> {
    let territory = match row.territory {
        Level::Municipality => row.municipality_id.map(Uuid::from),
        Level::Zone => row.zone_id.map(Uuid::from),
        Level::Region => row.region_id.map(Uuid::from),
        Level::Federation | Level::Organisation => None,
    };
    conflict_key(kind, (row.centre_id, row.organisation_id, row.association.as_deref()), territory, topic)
}

/// Sets the terms of a decision over those that are stored; answers the topic and the term.
pub fn set_terms(
    row: &mut status_assignment::ActiveModel,
    kind: &status_kind::Model,
    stored: Option<&status_assignment::Model>,
    terms: Terms,
) -> Result<(Option<String>, Validity), Failure> {
    let Terms { topic, programme, granting_body, granted_on, academic_year, registry_number, validity, acts: _ } =
        terms;
    let mut problems = Problems::new();
    let mut text = |given: Patch<String>, path: &str, max: usize, old: Option<String>| {
        problems.keep(given.try_map(|text| line(&text, path, max))).and_then(|given| given.or(old))
    };
    let topic = text(topic, "topic", NAME, stored.and_then(|row| row.topic.clone()));
    let programme = text(programme, "programme", NAME, stored.and_then(|row| row.programme.clone()));
    let body = text(granting_body, "grantingBody", NAME, stored.and_then(|row| row.granting_body.clone()));
    let number = text(registry_number, "registryNumber", CODE, stored.and_then(|row| row.registry_number.clone()));
    let year = academic_year.or(stored.and_then(|row| row.academic_year));
    let year_validity = year.and_then(rules::academic_year);
    if year.is_some() && (!kind.has_academic_year || year_validity.is_none()) {
        problems.add(
            UserErrorCode::Contradiction,
            "academicYear",
            "Статус этого вида присваивается не на учебный год",
            "A status of this kind is not granted for an academic year",
        );
    }
    if number.is_some() && !kind.has_registry_number {
        problems.add(
            UserErrorCode::Contradiction,
            "registryNumber",
            "У этого вида статуса нет реестрового номера",
            "This kind of status has no registry number",
        );
    }
    // An academic year is a term; bounds that are given narrow it.
    let before = stored.map(|row| validity_of!(row)).unwrap_or_default();
    let base = if before == Validity::default() { year_validity.unwrap_or_default() } else { before };
    let validity = problems.keep(validity.over(&base)).unwrap_or_default();
    kind_is_known(kind, &validity, &mut problems);
    problems.finish()?;
    row.topic = Set(topic.clone());
    row.programme = Set(programme);
    row.granting_body = Set(body);
    row.granted_on = Set(granted_on.or(stored.and_then(|row| row.granted_on)));
    row.academic_year = Set(year);
    row.registry_number = Set(number);
    set_validity!(row, &validity);
    Ok((topic, validity))
}

/// A status begins while its kind is in the dictionary: entries end by date.
fn kind_is_known(kind: &status_kind::Model, validity: &Validity, problems: &mut Problems) {
    let entry = validity_of!(kind);
    let begins = validity.from().or(validity.to()).map(|bound| bound.date);
    if begins.is_some_and(|day| !entry.contains(day)) {
        problems.add(
            UserErrorCode::DateOrder,
            "validFrom",
            "В этот день такого вида статуса в справочнике нет",
            "On that day the dictionary has no such kind",
        );
    }
}
