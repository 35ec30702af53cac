//! Reading accounts and grants. The only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{
    audit_entry,
    ids::{OrganisationId, UserId},
    one_time_code, role_grant,
    role_grant::Role,
    session, user_account,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope},
    error::AppError,
    service::{
        Cx,
        list::{Parts, Stored},
    },
};

/// Grants that a scope sees: of its territory, of the zone itself, and one's own.
pub fn visible_grants(scope: &Scope) -> Condition {
    let mut any = Condition::any().add(scope.visible(&Columns::of(role_grant::Entity)));
    if !scope.zones().is_empty() {
        let zone = Expr::col((role_grant::Entity, role_grant::Column::ZoneId));
        any = any.add(zone.is_in(scope.zones().iter().map(|id| Uuid::from(*id))));
    }
    match scope.own() {
        Some(own) => any.add(role_grant::COLUMN.user_id.eq(own)),
        None => any,
    }
}

impl Stored for user_account::Entity {
    const KIND: Kind = Kind::User;

    /// Whoever opened the account or gave it a grant, now or earlier, and oneself.
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        let id = || Expr::col((user_account::Entity, user_account::Column::Id));
        let granted = Query::select()
            .expr(Expr::val(1))
            .from(role_grant::Entity)
            .and_where(Expr::col((role_grant::Entity, role_grant::Column::UserId)).eq(id()))
            .cond_where(visible_grants(scope))
            .take();
        let mut any =
            Condition::any().add(scope.visible(&Columns::of(user_account::Entity))).add(Expr::exists(granted));
        if let Some(own) = scope.own() {
            any = any.add(id().eq(own));
        }
        Self::find().filter(any)
    }

    fn id(model: &user_account::Model) -> Uuid {
        model.id.into()
    }
}

impl Stored for role_grant::Entity {
    const KIND: Kind = Kind::Grant;

    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        Self::find().filter(visible_grants(scope))
    }

    fn id(model: &role_grant::Model) -> Uuid {
        model.id.into()
    }
}

impl Parts for role_grant::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<role_grant::Model>, AppError> {
        let select = role_grant::Entity::visible(&cx.scope(Kind::Grant), cx.today())
            .filter(role_grant::COLUMN.user_id.is_in(parents.iter().copied().map(UserId::from)))
            .order_by_asc(role_grant::Column::Id);
        Ok(select.all(&cx.db).await?)
    }
    fn parents(model: &role_grant::Model) -> Vec<Uuid> {
        vec![model.user_id.into()]
    }
}

/// The account of a sign-in name, whoever asks: for signing in, and to refuse a second one.
pub(super) async fn account_of_email(
    db: &impl ConnectionTrait,
    email_key: &str,
) -> Result<Option<user_account::Model>, AppError> {
    Ok(user_account::Entity::find().filter(user_account::COLUMN.email_key.eq(email_key)).one(db).await?)
}

/// The account as it is stored, whoever asks.
pub(super) async fn stored_account(
    db: &impl ConnectionTrait,
    id: UserId,
) -> Result<Option<user_account::Model>, AppError> {
    Ok(user_account::Entity::find_by_id(id).one(db).await?)
}

/// Some accounts as they are stored, whoever asks.
pub(super) async fn stored_accounts(
    db: &impl ConnectionTrait,
    ids: &[UserId],
) -> Result<Vec<user_account::Model>, AppError> {
    let select = user_account::Entity::find()
        .filter(user_account::COLUMN.id.is_in(ids.iter().copied()))
        .order_by_asc(user_account::Column::Id);
    Ok(select.all(db).await?)
}

/// Every grant of some accounts, whoever asks: the right over an account is a matter of all of them.
pub(crate) async fn grants_of(db: &impl ConnectionTrait, users: &[UserId]) -> Result<Vec<role_grant::Model>, AppError> {
    let select = role_grant::Entity::find()
        .filter(role_grant::COLUMN.user_id.is_in(users.iter().copied()))
        .order_by_asc(role_grant::Column::Id);
    Ok(select.all(db).await?)
}

/// The account as it is stored, until the end of the transaction nobody else's to change.
pub(super) async fn locked_account(
    db: &impl ConnectionTrait,
    id: UserId,
) -> Result<Option<user_account::Model>, AppError> {
    Ok(user_account::Entity::find_by_id(id).lock_exclusive().one(db).await?)
}

/// Whether there is any account.
pub(super) async fn any_account(db: &impl ConnectionTrait) -> Result<bool, AppError> {
    Ok(user_account::Entity::find().count(db).await? > 0)
}

/// The grants of administrators whose accounts are open, whoever asks.
pub(super) async fn administrators(db: &impl ConnectionTrait, lock: bool) -> Result<Vec<role_grant::Model>, AppError> {
    let select = role_grant::Entity::find()
        .filter(role_grant::COLUMN.role.eq(Role::PlatformAdmin))
        .order_by_asc(role_grant::Column::Id);
    if lock {
        return Ok(select.lock_exclusive().all(db).await?);
    }
    let closed = Query::select()
        .column(user_account::Column::Id)
        .from(user_account::Entity)
        .and_where(Expr::col((user_account::Entity, user_account::Column::DisabledAt)).is_not_null())
        .take();
    let holder = Expr::col((role_grant::Entity, role_grant::Column::UserId));
    Ok(select.filter(holder.in_subquery(closed).not()).all(db).await?)
}

/// A session with its account.
pub(super) async fn session_of(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<(session::Model, user_account::Model)>, AppError> {
    let Some(row) = session::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    Ok(stored_account(db, row.user_id).await?.map(|user| (row, user)))
}

/// A session that until the end of the transaction is nobody else's to change.
pub(super) async fn locked_session(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<session::Model>, AppError> {
    Ok(session::Entity::find_by_id(id).lock_exclusive().one(db).await?)
}

/// A one-time code with its account.
pub(super) async fn code_of(
    db: &impl ConnectionTrait,
    hash: &[u8],
) -> Result<Option<(one_time_code::Model, user_account::Model)>, AppError> {
    let select = one_time_code::Entity::find().filter(one_time_code::COLUMN.code_hash.eq(hash.to_vec()));
    let Some(row) = select.one(db).await? else { return Ok(None) };
    Ok(stored_account(db, row.user_id).await?.map(|user| (row, user)))
}

/// Entries of the audit log of a scope's territory, and one's own.
pub(super) fn entries(scope: &Scope) -> Select<audit_entry::Entity> {
    let mut any = Condition::any().add(scope.within(&Columns::of(audit_entry::Entity)));
    if let Some(own) = scope.own() {
        any = any.add(audit_entry::COLUMN.actor_id.eq(own));
    }
    audit_entry::Entity::find().filter(any)
}

/// The grants on an organisation, locked in the order of their ids.
pub(super) async fn grants_on(
    db: &impl ConnectionTrait,
    organisation: OrganisationId,
) -> Result<Vec<role_grant::Model>, AppError> {
    let select = role_grant::Entity::find()
        .filter(role_grant::COLUMN.organisation_id.eq(organisation))
        .order_by_asc(role_grant::Column::Id);
    Ok(select.lock_exclusive().all(db).await?)
}

/// The accounts that were opened at an organisation, locked in the order of their ids.
pub(super) async fn accounts_of(
    db: &impl ConnectionTrait,
    organisation: OrganisationId,
) -> Result<Vec<user_account::Model>, AppError> {
    let select = user_account::Entity::find()
        .filter(user_account::COLUMN.organisation_id.eq(organisation))
        .order_by_asc(user_account::Column::Id);
    Ok(select.lock_exclusive().all(db).await?)
}
