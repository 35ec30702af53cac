//! Reading accounts and grants. The only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{ids::UserId, role_grant, user_account};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope},
    error::AppError,
    service::list::Stored,
};

/// Grants that a scope sees: of its territory, of the zone itself, and one's own.
fn visible_grants(scope: &Scope) -> Condition {
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

/// Every grant of some accounts, whoever asks: the right over an account is a matter of all of them.
pub(super) async fn grants_of(db: &impl ConnectionTrait, users: &[UserId]) -> Result<Vec<role_grant::Model>, AppError> {
    let select = role_grant::Entity::find()
        .filter(role_grant::COLUMN.user_id.is_in(users.iter().copied()))
        .order_by_asc(role_grant::Column::Id);
    Ok(select.all(db).await?)
}
