//! Grants: role × node × term. They are given, delegated for a time, and ended; never changed or deleted.
//!
//! - Whoever gives a grant has one whose node holds the node, and whose role appoints the role (`access/role.rs`).
//! - A grant is delegated by its holder, until a day, and is void without the grant it came from; whoever stands in
//!   does not appoint.
//! - Ended without a day, a grant is void at once, whatever its term says.

use chrono::NaiveDate;
use entity::{
    CodeEnum,
    ids::{AnyId, GrantId, MunicipalityId, OrganisationId, RegionId, TypedId, UserId},
    role_grant,
    shared::Level,
    user_account,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{actions, node, query, user::email_key};
use crate::{
    access::{Action, NodeRef, Role, levels},
    db::{WriteTx, change::differences},
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{
        Cx, Patch, TEXT,
        dated::ValidityPatch,
        list::{locked_row, visible_row},
        paragraph,
    },
    set_validity,
    validity::{Bound, Validity},
    validity_of,
};

/// A grant to record.
pub(super) struct NewGrant {
    /// Given by the demonstration network alone.
    pub id: Option<GrantId>,
    /// Whose.
    pub user: UserId,
    /// What as.
    pub role: Role,
    /// Where.
    pub node: NodeRef,
    /// When.
    pub validity: Validity,
    /// By whom; none: the command line.
    pub by: Option<UserId>,
    /// In whose place, and by which of their grants.
    pub source: Option<(UserId, GrantId)>,
    /// Why.
    pub reason: Option<String>,
}

/// Records a grant inside a transaction.
pub(super) async fn insert(tx: &mut WriteTx, new: NewGrant) -> Result<role_grant::Model, Failure> {
    let NewGrant { id, user, role, node, validity, by, source, reason } = new;
    fits(role, &node)?;
    let mut row = role_grant::ActiveModel {
        id: Set(id.unwrap_or_else(|| GrantId::new(tx.now()))),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        user_id: Set(user),
        role: Set(role),
        level: Set(node.level),
        region_id: Set(node.region),
        zone_id: Set(node.zone),
        municipality_id: Set(node.municipality),
        organisation_id: Set(node.organisation),
        visibility: Set(node.place().visibility),
        granted_by: Set(by),
        delegated_by: Set(source.map(|(user, _)| user)),
        source_grant_id: Set(source.map(|(_, grant)| grant)),
        reason: Set(reason),
        revoked_on: Set(None),
        ..Default::default()
    };
    set_validity!(row, &validity);
    let row = row.insert(tx).await?;
    tx.created(&row);
    Ok(row)
}

/// Refuses a role on a node of a level on which it is not given.
fn fits(role: Role, node: &NodeRef) -> Result<(), UserError> {
    let levels = levels(role);
    if levels.contains(&node.level) {
        return Ok(());
    }
    let allowed = levels.iter().copied().map(CodeEnum::code).collect::<Vec<_>>().join(", ");
    let (role, level) = (role.code(), node.level.code());
    Err(UserError::new(
        UserErrorCode::Contradiction,
        "role",
        format!("Роль {role} даётся на узле уровня {allowed}, а не {level}"),
        format!("{role} is given on a node of level {allowed}, not {level}"),
    ))
}

/// Refuses a role that the viewer does not appoint on a node that the viewer may appoint on.
pub(super) fn may_give(cx: &Cx, role: Role, node: &NodeRef) -> Result<(), UserError> {
    if cx.viewer.may_grant(role, node) {
        return Ok(());
    }
    Err(UserError::new(
        UserErrorCode::OutsideScope,
        "role",
        "Такую роль здесь вы дать не можете",
        "This role is not yours to give here",
    ))
}

/// The term of a new grant: from today, unless it says otherwise.
pub(super) fn term(cx: &Cx, validity: ValidityPatch) -> Result<Validity, UserError> {
    let today = Validity::of_days(Some(cx.today()), None).unwrap_or_default();
    let term = validity.over(&today)?;
    if term.is_ended(cx.today()) {
        return Err(UserError::date_order("validTo"));
    }
    Ok(term)
}

/// A role to grant.
#[derive(Clone, Debug)]
pub struct GrantRole {
    /// To whom: an account that the viewer sees.
    pub user: Option<UserId>,
    /// Or an account of any territory by its sign-in name: one person may work in several.
    pub email: Option<String>,
    /// What as.
    pub role: Role,
    /// Where; none is the federation.
    pub node: Option<AnyId>,
    /// When.
    pub validity: ValidityPatch,
    /// Why.
    pub reason: Option<String>,
}

/// Grants a role.
pub async fn grant(cx: &Cx, input: GrantRole) -> Result<role_grant::Model, Failure> {
    let GrantRole { user, email, role, node, validity, reason } = input;
    actions::signed_in(&cx.viewer)?;
    let mut tx = cx.write().await?;
    let node = node::of_id(cx, &tx, node, "nodeId").await?;
    actions::on_node(&cx.viewer, &node).require()?;
    let user = receiver(&tx, cx, user, email.as_deref()).await?;
    actions::on_user(&cx.viewer, Action::GrantRole, &user, &[], cx.today()).require()?;
    may_give(cx, role, &node)?;
    let validity = term(cx, validity)?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    let holds = |stored: &role_grant::Model| {
        stored.role == role
            && NodeRef::of_grant(stored) == node
            && stored.delegated_by.is_none()
            && actions::lasts(stored, cx.today())
            && validity_of!(stored).overlaps(&validity)
    };
    if query::grants_of(&tx, &[user.id]).await?.iter().any(holds) {
        return Err(UserError::new(
            UserErrorCode::Overlap,
            "role",
            "Такое полномочие на это время уже есть",
            "There is such a grant for this time already",
        )
        .into());
    }
    let by = cx.viewer.user();
    let new = NewGrant { id: None, user: user.id, role, node, validity, by, source: None, reason: reason.clone() };
    let row = insert(&mut tx, new).await?;
    tx.audit("grantRole", &row, reason, differences(None, Some(&row)));
    tx.commit().await?;
    Ok(row)
}

/// The account that is to get a grant, locked, so that two grants at once are seen by each other.
async fn receiver(
    tx: &WriteTx,
    cx: &Cx,
    user: Option<UserId>,
    email: Option<&str>,
) -> Result<user_account::Model, Failure> {
    let found = match (user, email) {
        (Some(id), None) => {
            let row = visible_row::<user_account::Entity>(tx, &cx.viewer, id, cx.today()).await?;
            Some(row.ok_or_else(|| UserError::unknown("userId"))?)
        }
        (None, Some(email)) => query::account_of_email(tx, &email_key(email)).await?,
        (None, None) => return Err(UserError::required("userId").into()),
        (Some(_), Some(_)) => {
            return Err(UserError::new(
                UserErrorCode::Contradiction,
                "email",
                "Укажите либо учётную запись, либо почту",
                "Either the account or the e-mail",
            )
            .into());
        }
    };
    let path = if user.is_some() { "userId" } else { "email" };
    let found = found.ok_or_else(|| UserError::unknown(path))?;
    Ok(query::locked_account(tx, found.id).await?.ok_or_else(|| UserError::unknown(path))?)
}

/// A grant of one's own to lend.
#[derive(Clone, Debug)]
pub struct DelegateGrant {
    /// Which.
    pub id: GrantId,
    /// To whom: an account that the viewer sees.
    pub user: UserId,
    /// When; the end is required.
    pub validity: ValidityPatch,
    /// Why.
    pub reason: Option<String>,
}

/// Lets someone stand in for oneself until a day.
pub async fn delegate(cx: &Cx, input: DelegateGrant) -> Result<role_grant::Model, Failure> {
    let DelegateGrant { id, user, validity, reason } = input;
    actions::signed_in(&cx.viewer)?;
    let mut tx = cx.write().await?;
    let source = locked_row::<role_grant::Entity>(&tx, &cx.viewer, id, cx.today()).await?;
    let source = source.ok_or_else(AppError::not_found)?;
    actions::on_grant(&cx.viewer, Action::DelegateGrant, &source, cx.today()).require()?;
    let user = receiver(&tx, cx, Some(user), None).await?;
    if user.disabled_at.is_some() || Some(user.id) == cx.viewer.user() {
        return Err(UserError::unknown("userId").into());
    }
    let validity = term(cx, validity)?;
    if validity.to().is_none() {
        return Err(UserError::required("validTo").into());
    }
    let whole = validity_of!(source);
    if whole.intersect(&validity).as_ref().map(|part| (part.from(), part.to()))
        != Some((validity.from(), validity.to()))
    {
        return Err(UserError::date_order("validTo").into());
    }
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    let new = NewGrant {
        id: None,
        user: user.id,
        role: source.role,
        node: NodeRef::of_grant(&source),
        validity,
        by: cx.viewer.user(),
        source: Some((source.user_id, source.id)),
        reason: reason.clone(),
    };
    let row = insert(&mut tx, new).await?;
    tx.audit("delegateGrant", &row, reason, differences(None, Some(&row)));
    tx.commit().await?;
    Ok(row)
}

/// A grant to end.
#[derive(Clone, Debug)]
pub struct EndGrant {
    /// Which.
    pub id: GrantId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// The last day; none: at once.
    pub last_day: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
}

/// Ends a grant, on a day or at once.
pub async fn end(cx: &Cx, input: EndGrant) -> Result<role_grant::Model, Failure> {
    let EndGrant { id, expected_version, last_day, reason } = input;
    actions::signed_in(&cx.viewer)?;
    let mut tx = cx.write().await?;
    lock_administrators(&tx).await?;
    let stored = locked_row::<role_grant::Entity>(&tx, &cx.viewer, id, cx.today()).await?;
    let stored = stored.ok_or_else(AppError::not_found)?;
    actions::on_grant(&cx.viewer, Action::EndGrant, &stored, cx.today())
        .require_at(stored.version, expected_version)?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    keep_an_administrator(&tx, cx.today(), |grant| grant.id != id).await?;
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    match last_day {
        None => row.revoked_on = Set(Some(cx.today())),
        Some(day) => {
            let shorter =
                stored.valid_to.is_none_or(|to| day <= to) && stored.valid_from.is_none_or(|from| from <= day);
            if day < cx.today() || !shorter {
                return Err(UserError::date_order("lastDay").into());
            }
            let to = Patch::Set(Some(Bound::day(day)));
            let validity = ValidityPatch { from: Patch::Absent, to }.over(&validity_of!(stored))?;
            set_validity!(row, &validity);
        }
    }
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &[]);
    tx.audit("endGrant", &row, reason, differences(Some(&stored), Some(&row)));
    tx.commit().await?;
    Ok(row)
}

/// Grants on an organisation, and accounts that were opened there, stand where the organisation stands. Called by
/// whatever moves it, in the same transaction.
pub async fn follow(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    region: Option<RegionId>,
    municipality: Option<MunicipalityId>,
) -> Result<(), Failure> {
    let elsewhere = |at: (Option<RegionId>, Option<MunicipalityId>)| at != (region, municipality);
    let grants = query::grants_on(&*tx, organisation).await?;
    for stored in grants.into_iter().filter(|row| elsewhere((row.region_id, row.municipality_id))) {
        let mut row = stored.clone().into_active_model();
        row.version = Set(stored.version + 1);
        row.updated_at = Set(tx.now());
        row.region_id = Set(region);
        row.municipality_id = Set(municipality);
        let row = row.update(&*tx).await?;
        tx.updated(&stored, &row, &[]);
    }
    let accounts = query::accounts_of(&*tx, organisation).await?;
    for stored in accounts.into_iter().filter(|row| elsewhere((row.region_id, row.municipality_id))) {
        let mut row = stored.clone().into_active_model();
        row.version = Set(stored.version + 1);
        row.updated_at = Set(tx.now());
        row.region_id = Set(region);
        row.municipality_id = Set(municipality);
        let row = row.update(&*tx).await?;
        tx.updated(&stored, &row, &[]);
    }
    Ok(())
}

/// Lets only one transaction at a time take administrators away: two of them could not end each other.
pub(super) async fn lock_administrators(tx: &WriteTx) -> Result<(), Failure> {
    query::administrators(tx, true).await?;
    Ok(())
}

/// Refuses to take away the last grant by which the deployment is administered, today and without an end.
pub(super) async fn keep_an_administrator(
    tx: &WriteTx,
    today: NaiveDate,
    stays: impl Fn(&role_grant::Model) -> bool,
) -> Result<(), Failure> {
    let all = query::administrators(tx, false).await?;
    let lasting = |grant: &&role_grant::Model| {
        grant.level == Level::Federation && actions::in_force(grant, today) && grant.valid_to.is_none()
    };
    let administered = all.iter().any(|grant| lasting(&grant));
    if administered && !all.iter().filter(lasting).any(stays) {
        return Err(UserError::refused(
            "Это последний администратор платформы: сначала назначьте другого",
            "This is the last administrator of the platform: appoint another one first",
        )
        .into());
    }
    Ok(())
}
