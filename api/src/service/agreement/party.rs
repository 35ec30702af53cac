//! Who the parties of an agreement are: a centre, an organisation, a municipality, somebody named outside opora, or
//! somebody whom the source does not name. A party carries its own place, also in another region.

use chrono::NaiveDate;
use entity::{
    agreement_party::{self, PartyKind, PartyRole},
    centre::{self, CentreKind},
    ids::{AgreementId, CentreId, MunicipalityId, OrganisationId},
    organisation,
    organisation::OrganisationType,
    shared::{Level, Visibility},
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use crate::{
    access::{Columns, Kind, Viewer},
    db::change::{Place, Root},
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{NAME, line, list::visible_row, place},
    validity::Bound,
};

/// Most parties of one agreement at a time.
pub const MOST: usize = 30;

/// Who somebody is: exactly one of the members, with `not_named` beside `name` alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// A centre.
    pub centre: Option<CentreId>,
    /// An organisation.
    pub organisation: Option<OrganisationId>,
    /// A municipality.
    pub municipality: Option<MunicipalityId>,
    /// What the source calls them.
    pub name: Option<String>,
    /// The name stands for somebody whom the source does not name.
    pub not_named: bool,
}

/// A party of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyInput {
    /// As what.
    pub role: PartyRole,
    /// Who.
    pub who: Who,
    /// When it signed, in recorded history.
    pub signed_on: Option<Bound>,
}

/// Somebody who was found, with their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What they are.
    pub kind: PartyKind,
    /// The centre.
    pub centre: Option<CentreId>,
    /// What the source calls them, where they are not kept here.
    pub name: Option<String>,
    /// Where they stand.
    pub place: Place,
    /// Whether they teach.
    pub educates: bool,
}

impl Found {
    /// Whether a stored party is the same one.
    pub fn is(&self, party: &agreement_party::Model) -> bool {
        let name = |name: Option<&str>| name.map(crate::text::fold);
        self.kind == party.kind
            && match self.kind {
                PartyKind::Centre => self.centre == party.centre_id,
                PartyKind::Organisation => self.place.organisation == party.organisation_id,
                PartyKind::Municipality => self.place.municipality == party.municipality_id,
                PartyKind::Outside => name(self.name.as_deref()) == name(party.name.as_deref()),
                PartyKind::NotNamed => false,
            }
    }
}

impl Who {
    /// Finds them; what the viewer does not see does not exist.
    pub async fn find(self, db: &impl ConnectionTrait, viewer: &Viewer, path: &str) -> Result<Found, Failure> {
        let Self { centre, organisation, municipality, name, not_named } = self;
        let at =
            |member: &str| [path, member].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(".");
        let found = |kind, place| Found { kind, centre: None, name: None, place, educates: false };
        match (centre, organisation, municipality, name) {
            (Some(id), None, None, None) => {
                let place = centre_place(db, viewer, id).await?.ok_or_else(|| UserError::unknown(&at("centreId")))?;
                Ok(Found { centre: Some(id), educates: true, ..found(PartyKind::Centre, place) })
            }
            (None, Some(id), None, None) => {
                let row =
                    organisation_row(db, viewer, id).await?.ok_or_else(|| UserError::unknown(&at("organisationId")))?;
                Ok(Found { educates: teaches(row.kind), ..found(PartyKind::Organisation, organisation_place(&row)) })
            }
            (None, None, Some(id), None) => {
                let row = place::municipality(db, id, &at("municipalityId")).await?;
                Ok(found(PartyKind::Municipality, Place::municipality(row.region_id, id)))
            }
            (None, None, None, Some(name)) => {
                let name = line(&name, &at("name"), NAME)?;
                let kind = if not_named { PartyKind::NotNamed } else { PartyKind::Outside };
                Ok(Found { name: Some(name), ..found(kind, Place::federal()) })
            }
            (None, None, None, None) => Err(UserError::required(&at("organisationId")).into()),
            _ => Err(UserError::new(
                UserErrorCode::Contradiction,
                path,
                "Укажите что-то одно: центр, организацию, муниципальное образование или название",
                "Give one: a centre, an organisation, a municipality or a name",
            )
            .into()),
        }
    }
}

/// The place of a centre that the viewer sees: whoever signs at its level of the network may sign for it.
async fn centre_place(db: &impl ConnectionTrait, viewer: &Viewer, id: CentreId) -> Result<Option<Place>, Failure> {
    let row = visible_row::<centre::Entity>(db, viewer, id, chrono::NaiveDate::MAX).await?;
    Ok(row.map(|row| {
        let level = match row.kind {
            CentreKind::Rmc => Level::Region,
            CentreKind::Zoc => Level::Zone,
            CentreKind::Moc => Level::Municipality,
        };
        Place { level, visibility: Visibility::Public, ..row.place() }
    }))
}

/// The organisation, if the viewer sees it.
#[expect(clippy::disallowed_methods, reason = "through the scope of organisations")]
async fn organisation_row(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    id: OrganisationId,
) -> Result<Option<organisation::Model>, AppError> {
    let columns = Columns::of(organisation::Entity).organisation("id");
    let visible = viewer.scope(Kind::Organisation).visible(&columns);
    Ok(organisation::Entity::find_by_id(id).filter(visible).one(db).await?)
}

/// Where an organisation stands as a party: whoever signs for its territory may sign for it.
pub fn organisation_place(row: &organisation::Model) -> Place {
    Place {
        region: row.region_id,
        municipality: row.municipality_id,
        organisation: Some(row.id),
        level: Level::Organisation,
        ..Place::federal()
    }
}

/// Whether organisations of a type teach.
fn teaches(kind: OrganisationType) -> bool {
    matches!(
        kind,
        OrganisationType::AdditionalEducation
            | OrganisationType::School
            | OrganisationType::Kindergarten
            | OrganisationType::Vocational
            | OrganisationType::University
    )
}

/// Whether one of some organisations teaches.
#[expect(clippy::disallowed_methods, reason = "a rule about parties that were found through the scope before")]
pub(super) async fn any_teaches(db: &impl ConnectionTrait, ids: &[OrganisationId]) -> Result<bool, AppError> {
    use sea_orm::ColumnTrait;
    let rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    Ok(rows.iter().any(|row| teaches(row.kind)))
}

/// Parties that were found, in the order of the input.
#[derive(Clone, Debug, Default)]
pub struct Parties(pub Vec<(PartyRole, Found, Option<Bound>)>);

impl Parties {
    /// Finds all parties of an input and refuses the same one twice.
    pub async fn find(
        db: &impl ConnectionTrait,
        viewer: &Viewer,
        inputs: Vec<PartyInput>,
        path: &str,
    ) -> Result<Self, Failure> {
        let mut problems = Problems::new();
        if inputs.len() > MOST {
            problems.add(
                UserErrorCode::TooMany,
                path,
                format!("Не больше {MOST} сторон"),
                format!("At most {MOST} parties"),
            );
            problems.finish()?;
            return Ok(Self::default());
        }
        let mut parties: Vec<(PartyRole, Found, Option<Bound>)> = Vec::new();
        for (i, PartyInput { role, who, signed_on }) in inputs.into_iter().enumerate() {
            let at = format!("{path}.{i}");
            match who.find(db, viewer, &at).await {
                Ok(found) if parties.iter().any(|(_, other, _)| same(other, &found)) => problems.push(twice(&at)),
                Ok(found) => {
                    let educates = found.educates || role == PartyRole::EducationalOrganisation;
                    parties.push((role, Found { educates, ..found }, signed_on));
                }
                Err(Failure::User(errors)) => errors.into_iter().for_each(|error| problems.push(error)),
                Err(other) => return Err(other),
            }
        }
        problems.finish()?;
        Ok(Self(parties))
    }

    /// Their names and texts for the search of the agreement.
    pub fn names(&self) -> String {
        self.0.iter().filter_map(|(_, found, _)| found.name.as_deref()).collect::<Vec<_>>().join(" ")
    }

    /// Writes them behind position `after`.
    pub async fn insert(
        self,
        tx: &impl ConnectionTrait,
        agreement: AgreementId,
        after: i32,
        from_day: Option<NaiveDate>,
    ) -> Result<Vec<agreement_party::Model>, Failure> {
        let mut rows = Vec::new();
        for (position, (role, found, signed_on)) in (after + 1..).zip(self.0) {
            let Found { kind, centre, name, place, educates: _ } = found;
            let row = agreement_party::ActiveModel {
                agreement_id: Set(agreement),
                position: Set(position),
                role: Set(role),
                kind: Set(kind),
                centre_id: Set(centre),
                organisation_id: Set(place.organisation),
                municipality_id: Set(place.municipality),
                region_id: Set(place.region),
                level: Set(place.level),
                name: Set(name),
                signed_on: Set(signed_on.as_ref().map(|bound| bound.date)),
                signed_on_precision: Set(signed_on.map_or(1, |bound| bound.precision.stored())),
                from_day: Set(from_day),
                to_day: Set(None),
            };
            rows.push(row.insert(tx).await?);
        }
        Ok(rows)
    }
}

fn same(a: &Found, b: &Found) -> bool {
    let name = |found: &Found| found.name.as_deref().map(crate::text::fold);
    a.kind == b.kind
        && a.kind != PartyKind::NotNamed
        && (a.centre, a.place.organisation, a.place.municipality)
            == (b.centre, b.place.organisation, b.place.municipality)
        && name(a) == name(b)
}

/// The same party a second time.
pub(super) fn twice(path: &str) -> UserError {
    UserError::new(UserErrorCode::Duplicate, path, "Эта сторона уже указана", "This party is given already")
}

/// Whether two stored parties are the same one.
pub fn is_same(a: &agreement_party::Model, b: &agreement_party::Model) -> bool {
    let name = |party: &agreement_party::Model| party.name.as_deref().map(crate::text::fold);
    a.kind == b.kind
        && match a.kind {
            PartyKind::Centre => a.centre_id == b.centre_id,
            PartyKind::Organisation => a.organisation_id == b.organisation_id,
            PartyKind::Municipality => a.municipality_id == b.municipality_id,
            PartyKind::Outside => name(a) == name(b),
            PartyKind::NotNamed => false,
        }
}
