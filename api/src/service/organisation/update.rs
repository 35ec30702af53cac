//! Changing a card. The details (e-mail, site, places, addresses) are also the organisation's own to keep; the rest
//! belongs to the level of the network that keeps the card.

use entity::{
    ids::OrganisationId,
    organisation::{self, Department, OrganisationType},
    shared::Visibility,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, IntoActiveModel, Set};

use super::{
    actions::verdict,
    create::public_level,
    fields::{self, Address, Numbers},
    parts, query, tally,
};
use crate::{
    access::{Action, Kind},
    db::WriteTx,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{
        CODE, Cx, NAME, Patch, check_version, classifier,
        contact::{self, SetContact, checked_email},
        dated::ValidityPatch,
        external::{self, External},
        line,
    },
    set_validity, validity_of,
};

/// Changes of an organisation.
#[derive(Clone, Debug)]
pub struct UpdateOrganisation {
    /// Which.
    pub id: OrganisationId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Type.
    pub kind: Patch<OrganisationType>,
    /// Department.
    pub department: Patch<Department>,
    /// Legal form.
    pub legal_form: Patch<String>,
    /// ИНН.
    pub inn: Patch<String>,
    /// КПП.
    pub kpp: Patch<String>,
    /// ОГРН.
    pub ogrn: Patch<String>,
    /// The organisation whose branch it is.
    pub head: Patch<OrganisationId>,
    /// Other printed forms of the name, all of them.
    pub aliases: Patch<Vec<String>>,
    /// Number of the licence.
    pub licence_number: Patch<String>,
    /// Position of the head.
    pub head_position: Patch<String>,
    /// The term.
    pub validity: ValidityPatch,
    /// Ids of other systems to add.
    pub external_ids: Vec<External>,
    /// Publishes a draft.
    pub published: Option<bool>,
    /// E-mail.
    pub email: Patch<String>,
    /// Site.
    pub website: Patch<String>,
    /// Places.
    pub capacity: Patch<i32>,
    /// Licensed addresses, all of them.
    pub addresses: Patch<Vec<Address>>,
}

impl UpdateOrganisation {
    /// Whether it changes more than the details that an organisation keeps itself.
    fn is_more_than_details(&self) -> bool {
        self.kind.is_set()
            || self.department.is_set()
            || self.legal_form.is_set()
            || self.inn.is_set()
            || self.kpp.is_set()
            || self.ogrn.is_set()
            || self.head.is_set()
            || self.aliases.is_set()
            || self.licence_number.is_set()
            || self.head_position.is_set()
            || self.validity.from.is_set()
            || self.validity.to.is_set()
            || !self.external_ids.is_empty()
    }
}

/// Changes an organisation.
pub async fn update(cx: &Cx, input: UpdateOrganisation) -> Result<organisation::Model, Failure> {
    let today = cx.today();
    let mut tx = cx.write().await?;
    let stored = query::stored_for_update(&tx, &cx.viewer, input.id).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::UpdateOrganisationDetails, &stored, today).require()?;
    if input.is_more_than_details() {
        verdict(&cx.viewer, Action::UpdateOrganisation, &stored, today).require()?;
    }
    if input.published.is_some() {
        verdict(&cx.viewer, Action::PublishOrganisation, &stored, today).require()?;
    }
    let UpdateOrganisation {
        id,
        expected_version,
        kind,
        department,
        legal_form,
        inn,
        kpp,
        ogrn,
        head,
        aliases,
        licence_number,
        head_position,
        validity,
        external_ids,
        published,
        email,
        website,
        capacity,
        addresses,
    } = input;
    check_version(stored.version, expected_version)?;

    let mut problems = Problems::new();
    let kind = problems.keep(kind.or_required(stored.kind, "kind")).unwrap_or(stored.kind);
    let licence_number = problems.keep(licence_number.try_map(|text| line(&text, "licenceNumber", CODE)));
    let head_position = problems.keep(head_position.try_map(|text| line(&text, "headPosition", NAME)));
    let email = problems.keep(email.try_map(|text| checked_email(&text, "email")));
    let website = problems.keep(website.try_map(|text| fields::website(&text)));
    let capacity = problems.keep(capacity.try_map(fields::capacity));
    let aliases = aliases.map(|given| fields::aliases(given, &mut problems));
    let addresses = addresses.map(|given| fields::addresses(given, &mut problems));
    let before = Numbers::of(&stored);
    let numbers = Numbers {
        inn: inn.or(before.inn.clone()),
        kpp: kpp.or(before.kpp.clone()),
        ogrn: ogrn.or(before.ogrn.clone()),
        head: head.or(before.head),
    };
    let renumbered = numbers != before;
    let numbers = if renumbered { numbers.checked(&mut problems) } else { numbers };
    let ends = validity.to.is_set();
    let validity = problems.keep(validity.over(&validity_of!(stored)));
    let external_ids: Vec<External> = external_ids
        .into_iter()
        .enumerate()
        .filter_map(|(i, of)| problems.keep(of.checked(&format!("externalIds.{i}"))))
        .collect();
    if published == Some(false) {
        problems.add(
            UserErrorCode::Contradiction,
            "published",
            "Опубликованное не возвращается в черновики",
            "What is public does not become a draft again",
        );
    }
    problems.finish()?;
    let validity = validity.unwrap_or_else(|| validity_of!(stored));
    let numbers = if renumbered { numbers.placed(&tx, &cx.viewer, Some(&stored), today).await? } else { numbers };
    let legal_form = match legal_form {
        Patch::Set(Some(code)) if stored.legal_form.as_ref() != Some(&code) => {
            Patch::Set(Some(classifier::checked_code(&tx, classifier::LEGAL_FORM, &code, today, "legalForm").await?))
        }
        other => other,
    };

    let counted = tally::of(&tx, &stored).await?;
    let mut also = Vec::new();
    if let Patch::Set(names) = aliases
        && parts::set_aliases(&tx, id, &names.unwrap_or_default()).await?
    {
        also.push("aliases");
    }
    if let Patch::Set(addresses) = addresses
        && parts::set_addresses(&tx, id, &addresses.unwrap_or_default()).await?
    {
        also.push("addresses");
    }
    for (i, of) in external_ids.iter().enumerate() {
        external::set(&tx, Kind::Organisation, id, of, &format!("externalIds.{i}")).await?;
        also.push("externalIds");
    }
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.kind = Set(kind);
    row.department = Set(department.or(stored.department));
    row.legal_form = Set(legal_form.or(stored.legal_form.clone()));
    row.licence_number = Set(licence_number.unwrap_or_default().or(stored.licence_number.clone()));
    row.head_position = Set(head_position.unwrap_or_default().or(stored.head_position.clone()));
    row.email = Set(email.unwrap_or_default().or(stored.email.clone()));
    row.website = Set(website.unwrap_or_default().or(stored.website.clone()));
    row.capacity = Set(capacity.unwrap_or_default().or(stored.capacity));
    row.search_key =
        Set(parts::search_key(&tx, id, &stored.name, stored.short_name.as_deref(), numbers.inn.as_deref()).await?);
    if published == Some(true) {
        row.visibility = Set(Visibility::Public);
        row.level = Set(public_level(&stored));
    }
    if ends && validity.to().is_none() {
        // An end that was recorded by mistake takes with it how it ended.
        row.end_kind = Set(None);
        row.merged_into_id = Set(None);
    }
    let moved = numbers.inn != before.inn && numbers.head.is_none();
    row.inn = Set(numbers.inn.clone());
    row.kpp = Set(numbers.kpp);
    row.ogrn = Set(numbers.ogrn);
    row.head_organisation_id = Set(numbers.head);
    set_validity!(row, &validity);
    let row = row.update(&tx).await.map_err(crate::service::lost_race)?;
    if moved {
        branches_follow(&mut tx, id, numbers.inn.as_deref()).await?;
    }
    tx.updated(&stored, &row, &also);
    let counts = tally::of(&tx, &row).await?;
    tx.tally(&counted, &counts);
    tx.commit().await?;
    Ok(row)
}

/// Branches share the ИНН of their head: a corrected one is corrected in all of them.
async fn branches_follow(tx: &mut WriteTx, head: OrganisationId, inn: Option<&str>) -> Result<(), Failure> {
    let branches = Condition::all()
        .add(organisation::COLUMN.head_organisation_id.eq(head))
        .add(organisation::COLUMN.duplicate_of_id.is_null());
    let rows = query::lock_all(&*tx, branches).await?;
    if inn.is_none() && !rows.is_empty() {
        return Err(UserError::new(
            UserErrorCode::InUse,
            "inn",
            "ИНН нужен филиалам этой организации",
            "The branches of this organisation need the ИНН",
        )
        .into());
    }
    for stored in rows {
        let mut row = stored.clone().into_active_model();
        row.version = Set(stored.version + 1);
        row.updated_at = Set(tx.now());
        row.inn = Set(inn.map(ToOwned::to_owned));
        let key = parts::search_key(&*tx, stored.id, &stored.name, stored.short_name.as_deref(), inn).await?;
        row.search_key = Set(key);
        let row = row.update(&*tx).await.map_err(crate::service::lost_race)?;
        tx.updated(&stored, &row, &[]);
    }
    Ok(())
}

/// Keeps or removes the contact of an organisation.
pub async fn set_contact(
    cx: &Cx,
    id: OrganisationId,
    expected_version: i32,
    input: SetContact,
) -> Result<organisation::Model, Failure> {
    let mut tx = cx.write().await?;
    let stored = parts::target(&tx, &cx.viewer, id, Action::UpdateOrganisationDetails, cx.today()).await?;
    check_version(stored.version, expected_version)?;
    if !contact::store(&tx, id.into(), input).await? {
        return Ok(stored);
    }
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &["contact"]);
    tx.commit().await?;
    Ok(row)
}
