//! Recording an organisation. Its card is public at once when its author may publish; what a data clerk enters, and
//! what is asked for as a draft, waits at the level of the network that keeps it.

use entity::{
    ids::{MunicipalityId, OrganisationId, RegionId, TypedId},
    organisation::{self, Department, OrganisationType},
    region,
    shared::{Level, Visibility},
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, Set};

use super::{
    fields::{self, Address, Numbers},
    parts,
    rows::level_of,
    tally::contributions,
};
use crate::{
    access::{Action, Kind, Verdict, Viewer},
    db::change::Place,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{
        CODE, Cx, NAME, classifier, contact::checked_email, dated::ValidityPatch, external, external::External, line,
        list::visible_row, place,
    },
    set_validity, text,
    validity::Validity,
};

/// An organisation to record.
#[derive(Clone, Debug)]
pub struct CreateOrganisation {
    /// Given by the demonstration network alone, so that its ids are the same everywhere.
    pub id: Option<OrganisationId>,
    /// Region; follows from the municipality when absent.
    pub region: Option<RegionId>,
    /// Municipality.
    pub municipality: Option<MunicipalityId>,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: Option<String>,
    /// Other printed forms of the name.
    pub aliases: Vec<String>,
    /// Type.
    pub kind: OrganisationType,
    /// Department.
    pub department: Option<Department>,
    /// Legal form, a code of the dictionary.
    pub legal_form: Option<String>,
    /// ИНН, КПП, ОГРН, head organisation.
    pub numbers: Numbers,
    /// E-mail.
    pub email: Option<String>,
    /// Site.
    pub website: Option<String>,
    /// Places.
    pub capacity: Option<i32>,
    /// Number of the licence.
    pub licence_number: Option<String>,
    /// Position of the head, never a name.
    pub head_position: Option<String>,
    /// Licensed addresses.
    pub addresses: Vec<Address>,
    /// The term.
    pub validity: ValidityPatch,
    /// Ids of other systems.
    pub external_ids: Vec<External>,
    /// Public at once; absent: when the author may publish.
    pub published: Option<bool>,
}

/// Records an organisation.
pub async fn create(cx: &Cx, input: CreateOrganisation) -> Result<organisation::Model, Failure> {
    let CreateOrganisation {
        id,
        region,
        municipality,
        name,
        short_name,
        aliases,
        kind,
        department,
        legal_form,
        numbers,
        email,
        website,
        capacity,
        licence_number,
        head_position,
        addresses,
        validity,
        external_ids,
        published,
    } = input;
    let mut tx = cx.write().await?;
    let id = id.unwrap_or_else(|| OrganisationId::new(tx.now()));
    let seat = seat(&tx, cx, region, municipality).await?;
    let (visibility, level) = publication(&cx.viewer, &Place { organisation: Some(id), ..seat }, published)?;
    let place = Place { organisation: Some(id), visibility, level, ..seat };
    Verdict::by_right(&cx.viewer, Action::CreateOrganisation, &place).require()?;

    let mut problems = Problems::new();
    let name = problems.keep(line(&name, "name", NAME)).unwrap_or_default();
    let mut optional = |text: Option<String>, path: &str, max: usize| {
        problems.keep(text.map(|text| line(&text, path, max)).transpose()).flatten()
    };
    let short_name = optional(short_name, "shortName", NAME);
    let licence_number = optional(licence_number, "licenceNumber", CODE);
    let head_position = optional(head_position, "headPosition", NAME);
    let email = problems.keep(email.map(|text| checked_email(&text, "email")).transpose()).flatten();
    let website = problems.keep(website.map(|text| fields::website(&text)).transpose()).flatten();
    let capacity = problems.keep(capacity.map(fields::capacity).transpose()).flatten();
    let aliases = fields::aliases(aliases, &mut problems);
    let addresses = fields::addresses(addresses, &mut problems);
    let numbers = numbers.checked(&mut problems);
    let validity = problems.keep(validity.over(&Validity::default())).unwrap_or_default();
    let external_ids: Vec<External> = external_ids
        .into_iter()
        .enumerate()
        .filter_map(|(i, of)| problems.keep(of.checked(&format!("externalIds.{i}"))))
        .collect();
    problems.finish()?;
    let legal_form = match legal_form {
        None => None,
        Some(code) => {
            Some(classifier::checked_code(&tx, classifier::LEGAL_FORM, &code, cx.today(), "legalForm").await?)
        }
    };
    let numbers = numbers.placed(&tx, &cx.viewer, None, cx.today()).await?;

    let names = [Some(name.as_str()), short_name.as_deref()];
    let names = names.into_iter().flatten().chain(aliases.iter().map(String::as_str));
    let mut row = organisation::ActiveModel {
        id: Set(id),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(place.region),
        municipality_id: Set(place.municipality),
        visibility: Set(visibility),
        level: Set(level),
        sort_key: Set(text::sort_key(&name)),
        search_key: Set(parts::search_text(names, numbers.inn.as_deref())),
        name: Set(name.clone()),
        short_name: Set(short_name.clone()),
        attributes_since: Set(None),
        kind: Set(kind),
        department: Set(department),
        legal_form: Set(legal_form),
        inn: Set(numbers.inn),
        kpp: Set(numbers.kpp),
        ogrn: Set(numbers.ogrn),
        head_organisation_id: Set(numbers.head),
        email: Set(email),
        website: Set(website),
        capacity: Set(capacity),
        licence_number: Set(licence_number),
        head_position: Set(head_position),
        ..Default::default()
    };
    set_validity!(row, &validity);
    let row = row.insert(&tx).await.map_err(crate::service::lost_race)?;
    parts::set_aliases(&tx, id, &aliases).await?;
    parts::set_addresses(&tx, id, &addresses).await?;
    for (i, of) in external_ids.iter().enumerate() {
        external::set(&tx, Kind::Organisation, id, of, &format!("externalIds.{i}")).await?;
    }
    tx.created(&row);
    tx.tally(&[], &contributions(&row, &[]));
    tx.commit().await?;
    Ok(row)
}

/// Where an organisation stands: in a municipality, in a region, or over all of them.
pub(super) async fn seat(
    tx: &impl ConnectionTrait,
    cx: &Cx,
    region: Option<RegionId>,
    municipality: Option<MunicipalityId>,
) -> Result<Place, Failure> {
    match (region, municipality) {
        (None, None) => Ok(Place::federal()),
        (Some(region), None) => {
            let row = visible_row::<region::Entity>(tx, &cx.viewer, region, cx.today()).await?;
            Ok(Place::region(row.ok_or_else(|| UserError::unknown("regionId"))?.id))
        }
        (region, Some(municipality)) => {
            let row = place::municipality(tx, municipality, "municipalityId").await?;
            if region.is_some_and(|region| region != row.region_id) {
                return Err(UserError::new(
                    UserErrorCode::Contradiction,
                    "regionId",
                    "Муниципальное образование другого региона",
                    "The municipality lies in another region",
                )
                .into());
            }
            Ok(Place::municipality(row.region_id, row.id))
        }
    }
}

/// Public, or a draft at the level where its author can go on with it.
fn publication(viewer: &Viewer, seat: &Place, wish: Option<bool>) -> Result<(Visibility, Level), Failure> {
    let may = Verdict::by_right(viewer, Action::PublishOrganisation, seat);
    match wish {
        Some(true) => {
            // Whoever may not even enter a card gets that answer, not this one.
            Verdict::by_right(viewer, Action::CreateOrganisation, seat).and(|| may).require()?;
            Ok((Visibility::Public, seat.level))
        }
        None if may.is_allowed() => Ok((Visibility::Public, seat.level)),
        _ => {
            let scope = viewer.scope(Kind::Organisation);
            let draft = |level: Level| Place { visibility: Visibility::Draft, level, ..*seat };
            let levels = [seat.level, Level::Zone, Level::Region, Level::Federation];
            let own = levels.into_iter().find(|level| *level <= seat.level && scope.sees(&draft(*level)));
            Ok((Visibility::Draft, own.unwrap_or(seat.level)))
        }
    }
}

/// The level at which a card is kept once it is public.
pub(super) fn public_level(row: &organisation::Model) -> Level {
    level_of(row.region_id, row.municipality_id)
}
