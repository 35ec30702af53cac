//! Lists of accounts, grants and audit entries.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{audit_entry, ids::UserId, role_grant, user_account};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter,
    sea_query::{CaseStatement, Expr, ExprTrait, SimpleExpr},
};
use uuid::Uuid;

use super::query;
use crate::{
    access::{Kind, Role},
    service::{
        Cx,
        dated::valid_on,
        list::{KeyKind, ListOrder, Listing, OrderKey, Stored, search},
    },
    text,
};

entity::code_enum! {
    /// State of an account (состояние учётной записи)
    pub enum UserState {
        /// The person has not chosen a password yet (приглашена)
        Invited = "INVITED",
        /// In use (действует)
        Active = "ACTIVE",
        /// Closed (отключена)
        Disabled = "DISABLED",
    }
}

/// The state of an account.
pub fn state(row: &user_account::Model) -> UserState {
    match (row.disabled_at, row.activated_at) {
        (Some(_), _) => UserState::Disabled,
        (None, None) => UserState::Invited,
        (None, Some(_)) => UserState::Active,
    }
}

/// The same in the database.
fn state_expr() -> SimpleExpr {
    let column = |column| Expr::col((user_account::Entity, column));
    CaseStatement::new()
        .case(column(user_account::Column::DisabledAt).is_not_null(), Expr::val(UserState::Disabled))
        .case(column(user_account::Column::ActivatedAt).is_null(), Expr::val(UserState::Invited))
        .finally(Expr::val(UserState::Active))
        .into()
}

/// The order of a list of accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserOrder {
    /// By position.
    #[default]
    Name,
    /// By when it was opened.
    Created,
}

/// Narrows a list of accounts.
#[derive(Clone, Debug, Default)]
pub struct UserFilter {
    /// In these states.
    pub states: Option<Vec<UserState>>,
    /// With one of these roles in force that day, as far as the viewer sees it.
    pub roles: Option<Vec<Role>>,
}

/// The accounts that the viewer sees.
pub fn users(
    cx: &Cx,
    tag: &str,
    day: NaiveDate,
    filter: UserFilter,
    words: Option<&str>,
    (order, descending): (UserOrder, bool),
) -> Listing<user_account::Entity> {
    let UserFilter { states, roles } = filter;
    let mut condition = Condition::all();
    if let Some(states) = states {
        condition = condition.add(state_expr().is_in(states));
    }
    if let Some(roles) = roles {
        let mut held = sea_orm::QueryTrait::into_query(role_grant::Entity::visible(&cx.scope(Kind::Grant), day));
        held.clear_selects()
            .expr(Expr::col((role_grant::Entity, role_grant::Column::UserId)))
            .cond_where(in_force_on(day))
            .and_where(Expr::col((role_grant::Entity, role_grant::Column::Role)).is_in(roles));
        condition = condition.add(user_account::COLUMN.id.in_subquery(held));
    }
    let column = |column| Expr::col((user_account::Entity, column));
    let key = match order {
        UserOrder::Name => OrderKey::new(column(user_account::Column::SortKey), KeyKind::Text),
        UserOrder::Created => OrderKey::new(column(user_account::Column::CreatedAt), KeyKind::Instant),
    };
    let select = user_account::Entity::visible(&cx.scope(Kind::User), day)
        .filter(condition)
        .filter(search(&column(user_account::Column::SearchKey), words));
    Listing::new(tag, select, ListOrder { name: format!("{order:?}{descending}"), keys: vec![key], descending })
        .facet("state", state_expr())
}

/// Grants in force on a day: begun, not ended, not revoked.
pub(super) fn in_force_on(day: NaiveDate) -> Condition {
    let revoked = || Expr::col((role_grant::Entity, role_grant::Column::RevokedOn));
    valid_on(role_grant::Entity, day).add(revoked().is_null().or(revoked().gt(day)))
}

/// Narrows a list of grants.
#[derive(Clone, Debug, Default)]
pub struct GrantFilter {
    /// Of these accounts.
    pub users: Option<Vec<UserId>>,
    /// Of these roles.
    pub roles: Option<Vec<Role>>,
    /// On these nodes themselves.
    pub nodes: Option<Vec<Uuid>>,
    /// Delegated ones, or the others.
    pub delegated: Option<bool>,
}

/// The grants in force on a day that the viewer sees, by when they were given.
pub fn grants(
    cx: &Cx,
    tag: &str,
    day: NaiveDate,
    filter: GrantFilter,
    descending: bool,
) -> Listing<role_grant::Entity> {
    let GrantFilter { users, roles, nodes, delegated } = filter;
    let column = |column| Expr::col((role_grant::Entity, column));
    let mut condition = in_force_on(day);
    if let Some(users) = users {
        condition = condition.add(role_grant::COLUMN.user_id.is_in(users));
    }
    if let Some(roles) = roles {
        condition = condition.add(column(role_grant::Column::Role).is_in(roles));
    }
    if let Some(nodes) = nodes {
        condition = condition.add(node_id().is_in(nodes));
    }
    if let Some(delegated) = delegated {
        let by = column(role_grant::Column::DelegatedBy);
        condition = condition.add(if delegated { by.is_not_null() } else { by.is_null() });
    }
    let key = OrderKey::new(column(role_grant::Column::CreatedAt), KeyKind::Instant);
    let select = role_grant::Entity::visible(&cx.scope(Kind::Grant), day).filter(condition);
    Listing::new(tag, select, ListOrder { name: format!("created{descending}"), keys: vec![key], descending })
        .facet("role", column(role_grant::Column::Role))
}

/// The id of the node itself.
fn node_id() -> SimpleExpr {
    use entity::shared::Level;
    let column = |column| Expr::col((role_grant::Entity, column));
    let level = |level: Level| column(role_grant::Column::Level).eq(level);
    CaseStatement::new()
        .case(level(Level::Region), column(role_grant::Column::RegionId))
        .case(level(Level::Zone), column(role_grant::Column::ZoneId))
        .case(level(Level::Municipality), column(role_grant::Column::MunicipalityId))
        .case(level(Level::Organisation), column(role_grant::Column::OrganisationId))
        .into()
}

/// Narrows the audit log.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Done by these.
    pub actors: Option<Vec<UserId>>,
    /// Of these actions.
    pub actions: Option<Vec<String>>,
    /// With objects of these kinds.
    pub kinds: Option<Vec<Kind>>,
    /// With these objects.
    pub objects: Option<Vec<Uuid>>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub until: Option<DateTime<Utc>>,
}

/// The audit log of the viewer's territory, as it was written.
pub fn audit_log(cx: &Cx, tag: &str, filter: AuditFilter, descending: bool) -> Listing<audit_entry::Entity> {
    let AuditFilter { actors, actions, kinds, objects, from, until } = filter;
    let column = |column| Expr::col((audit_entry::Entity, column));
    let mut condition = Condition::all();
    if let Some(actors) = actors {
        condition = condition.add(audit_entry::COLUMN.actor_id.is_in(actors));
    }
    if let Some(actions) = actions {
        condition = condition.add(column(audit_entry::Column::Action).is_in(actions));
    }
    if let Some(kinds) = kinds {
        let codes = kinds.into_iter().map(entity::CodeEnum::code);
        condition = condition.add(column(audit_entry::Column::Typename).is_in(codes));
    }
    if let Some(objects) = objects {
        condition = condition.add(column(audit_entry::Column::ObjectId).is_in(objects));
    }
    if let Some(from) = from {
        condition = condition.add(column(audit_entry::Column::At).gte(from));
    }
    if let Some(until) = until {
        condition = condition.add(column(audit_entry::Column::At).lt(until));
    }
    let key = OrderKey::new(column(audit_entry::Column::Position), KeyKind::Number);
    let order = ListOrder { name: format!("position{descending}"), keys: vec![key], descending };
    let select = query::entries(&cx.scope(Kind::AuditEntry)).filter(condition);
    Listing::new(tag, select, order)
        .id(column(audit_entry::Column::ObjectId))
        .facet("action", column(audit_entry::Column::Action))
        .facet("typename", column(audit_entry::Column::Typename))
}

/// The account of a sign-in name, if the viewer sees it.
pub async fn user_by_email(cx: &Cx, email: &str) -> Result<Option<user_account::Model>, crate::error::AppError> {
    let select = user_account::Entity::visible(&cx.scope(Kind::User), cx.today());
    let key = super::user::email_key(email);
    if !text::storable(&key) {
        return Ok(None);
    }
    Ok(select.filter(user_account::COLUMN.email_key.eq(key)).one(&cx.db).await?)
}
