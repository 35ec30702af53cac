//! Changing, closing and opening accounts.

use entity::{ids::UserId, role_grant, user_account};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{
    actions, grant, invitation, query,
    session::{self, End},
    user::{duplicate, email_key, email_of, search_key},
};
use crate::{
    access::Action,
    db::{WriteTx, change::differences},
    error::{AppError, Failure},
    service::{Cx, NAME, Patch, TEXT, line, list::visible_row, paragraph},
    text,
};

/// Changes of an account.
#[derive(Clone, Debug)]
pub struct UpdateUser {
    /// Which.
    pub id: UserId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// The sign-in name.
    pub email: Patch<String>,
    /// The position.
    pub name: Patch<String>,
}

/// Changes an account.
pub async fn update(cx: &Cx, input: UpdateUser) -> Result<user_account::Model, Failure> {
    let UpdateUser { id, expected_version, email, name } = input;
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, expected_version, Action::UpdateUser).await?;
    let email = email.try_map(|email| email_of(&email))?.or_required(stored.email.clone(), "email")?;
    let name = name.try_map(|name| line(&name, "name", NAME))?.or_required(stored.name.clone(), "name")?;
    let holder = query::account_of_email(&tx, &email_key(&email)).await?;
    if holder.is_some_and(|holder| holder.id != id) {
        return Err(duplicate().into());
    }
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.email_key = Set(email_key(&email));
    row.sort_key = Set(text::sort_key(&name));
    row.search_key = Set(search_key(&name, &email));
    row.email = Set(email);
    row.name = Set(name);
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &[]);
    tx.audit("updateUser", &row, None, differences(Some(&stored), Some(&row)));
    tx.commit().await?;
    Ok(row)
}

/// Which account to close or open, and why.
#[derive(Clone, Debug)]
pub struct Switch {
    /// Which.
    pub id: UserId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Why.
    pub reason: Option<String>,
}

/// Closes an account: every session, token and code of it is void at once; its grants wait.
pub async fn disable(cx: &Cx, input: Switch) -> Result<user_account::Model, Failure> {
    let Switch { id, expected_version, reason } = input;
    let mut tx = cx.write().await?;
    grant::lock_administrators(&tx).await?;
    let stored = target(&tx, cx, id, expected_version, Action::DisableUser).await?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    let others = |grant: &role_grant::Model| grant.user_id != id;
    grant::keep_an_administrator(&tx, cx.today(), others).await?;
    session::end_all(&tx, id, End::Disabled).await?;
    invitation::void_all(&tx, id).await?;
    let row = switch(&mut tx, &stored, true).await?;
    tx.audit("disableUser", &row, reason, differences(Some(&stored), Some(&row)));
    tx.commit().await?;
    Ok(row)
}

/// Opens a closed account again, with the grants that have not ended meanwhile.
pub async fn enable(cx: &Cx, input: Switch) -> Result<user_account::Model, Failure> {
    let Switch { id, expected_version, reason } = input;
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, expected_version, Action::EnableUser).await?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    let row = switch(&mut tx, &stored, false).await?;
    tx.audit("enableUser", &row, reason, differences(Some(&stored), Some(&row)));
    tx.commit().await?;
    Ok(row)
}

async fn switch(tx: &mut WriteTx, stored: &user_account::Model, off: bool) -> Result<user_account::Model, Failure> {
    let mut row = user_account::ActiveModel { id: Set(stored.id), ..Default::default() };
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.disabled_at = Set(off.then_some(tx.now()));
    let row = row.update(tx).await?;
    tx.updated(stored, &row, &[]);
    Ok(row)
}

/// The account that an action is done with, locked and checked.
async fn target(
    tx: &WriteTx,
    cx: &Cx,
    id: UserId,
    expected_version: i32,
    action: Action,
) -> Result<user_account::Model, Failure> {
    actions::signed_in(&cx.viewer)?;
    visible_row::<user_account::Entity>(tx, &cx.viewer, id, cx.today()).await?.ok_or_else(AppError::not_found)?;
    let stored = query::locked_account(tx, id).await?.ok_or_else(AppError::not_found)?;
    let grants = query::grants_of(tx, &[id]).await?;
    actions::on_user(&cx.viewer, action, &stored, &grants, cx.today()).require_at(stored.version, expected_version)?;
    Ok(stored)
}
