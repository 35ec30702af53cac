//! One-time codes: an invitation to a new account, and a new password for an old one. A code is shown once, to whoever
//! makes it; only its hash is stored. A new code makes the earlier ones of the account void.

use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use entity::{
    ids::{AnyId, UserId},
    one_time_code::{self, CodePurpose},
    user_account,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};
use uuid::Uuid;

use super::{
    actions,
    grant::{self, NewGrant},
    guess::{self, Subject},
    node, query,
    session::{self, End, Tokens},
    sign_in,
    user::{self, NewAccount},
};
use crate::{
    access::{Action, Role},
    auth::{Auth, hash::sha256, password, random},
    db::{WriteTx, change::differences, sql::bind},
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{Cx, TEXT, dated::ValidityPatch, list::visible_row, paragraph},
};

/// How long an invitation is good.
const INVITATION: Duration = Duration::days(7);
/// How long a password may be reset.
const RESET: Duration = Duration::days(1);

/// A code, shown once.
#[derive(Clone)]
pub struct Invitation {
    /// The account.
    pub user: user_account::Model,
    /// The code.
    pub code: String,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// A person to invite.
#[derive(Clone, Debug)]
pub struct Invite {
    /// The sign-in name.
    pub email: String,
    /// The position.
    pub name: String,
    /// What as.
    pub role: Role,
    /// Where; none is the federation.
    pub node: Option<AnyId>,
    /// When.
    pub validity: ValidityPatch,
    /// Why.
    pub reason: Option<String>,
}

/// Opens an account with one grant; the person chooses the password with the code.
pub async fn invite(cx: &Cx, input: Invite) -> Result<Invitation, Failure> {
    let Invite { email, name, role, node, validity, reason } = input;
    actions::signed_in(&cx.viewer)?;
    let mut tx = cx.write().await?;
    let node = node::of_id(cx, &tx, node, "nodeId").await?;
    actions::on_node(&cx.viewer, &node).require()?;
    grant::may_give(cx, role, &node)?;
    let validity = grant::term(cx, validity)?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    let user = user::insert(&mut tx, NewAccount { id: None, email, name, home: node, password: None }).await?;
    let new = NewGrant {
        id: None,
        user: user.id,
        role,
        node,
        validity,
        by: cx.viewer.user(),
        source: None,
        reason: reason.clone(),
    };
    let grant = grant::insert(&mut tx, new).await?;
    let (code, expires_at) = issue(&tx, user.id, CodePurpose::Invitation, INVITATION).await?;
    tx.audit("inviteUser", &user, reason.clone(), differences(None, Some(&user)));
    tx.audit("grantRole", &grant, reason, differences(None, Some(&grant)));
    tx.commit().await?;
    Ok(Invitation { user, code, expires_at })
}

/// Makes a code with which a person chooses a new password; the old one and every session end at once.
pub async fn reset(cx: &Cx, id: UserId, reason: Option<String>) -> Result<Invitation, Failure> {
    actions::signed_in(&cx.viewer)?;
    let mut tx = cx.write().await?;
    let stored = visible_row::<user_account::Entity>(&tx, &cx.viewer, id, cx.today()).await?;
    let stored = stored.ok_or_else(AppError::not_found)?;
    let grants = query::grants_of(&tx, &[id]).await?;
    actions::on_user(&cx.viewer, Action::ResetPassword, &stored, &grants, cx.today()).require()?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    session::end_all(&tx, id, End::PasswordReset).await?;
    let user = query::locked_account(&tx, id).await?.ok_or_else(AppError::not_found)?;
    let mut active = user.into_active_model();
    active.password_hash = Set(None);
    active.must_change_password = Set(false);
    let user = active.update(&tx).await?;
    let (purpose, ttl) = match user.activated_at {
        None => (CodePurpose::Invitation, INVITATION),
        Some(_) => (CodePurpose::Reset, RESET),
    };
    let (code, expires_at) = issue(&tx, id, purpose, ttl).await?;
    tx.audit("resetPassword", &user, reason, serde_json::json!([]));
    tx.commit().await?;
    Ok(Invitation { user, code, expires_at })
}

/// A code and the password that is to hold from now on.
#[derive(Clone)]
pub struct Accept {
    /// The code, as typed from paper.
    pub code: String,
    /// The password.
    pub password: String,
}

/// Chooses a password with a code, and signs in.
pub async fn accept(cx: &Cx, auth: &Auth, peer: Option<IpAddr>, input: &Accept) -> Result<Tokens, Failure> {
    let address: Vec<Subject> = Subject::address(peer).into_iter().collect();
    guess::take(cx, &address).await?;
    let hash = code_hash(&input.code);
    let (code, user) = query::code_of(&cx.db, &hash).await?.ok_or_else(wrong)?;
    let good = |code: &one_time_code::Model, now: DateTime<Utc>| code.used_at.is_none() && code.expires_at > now;
    if !good(&code, cx.clock.now()) || user.disabled_at.is_some() {
        return Err(wrong().into());
    }
    password::check(&input.password, &[&user.email, &user.name], "password")?;
    let chosen = password::hash(&input.password).await?;
    let mut tx = cx.write_as(Some(user.id), &user.name).await?;
    let user =
        query::locked_account(&tx, user.id).await?.filter(|user| user.disabled_at.is_none()).ok_or_else(wrong)?;
    let (code, _) = query::code_of(&tx, &hash).await?.filter(|(code, _)| good(code, tx.now())).ok_or_else(wrong)?;
    let mut active = code.into_active_model();
    active.used_at = Set(Some(tx.now()));
    active.update(&tx).await?;
    session::end_all(&tx, user.id, End::PasswordReset).await?;
    let user = sign_in::choose(&tx, user, chosen).await?;
    let tokens = session::open(&tx, auth, &user).await?;
    sign_in::signed_in(&tx, user.clone()).await?;
    tx.audit("acceptInvitation", &user, None, serde_json::json!([]));
    tx.commit().await?;
    Ok(tokens)
}

/// Makes a code of an account, the only one that is good.
async fn issue(
    tx: &WriteTx,
    user: UserId,
    purpose: CodePurpose,
    ttl: Duration,
) -> Result<(String, DateTime<Utc>), Failure> {
    void_all(tx, user).await?;
    let (code, expires_at) = (random::groups::<6>()?, tx.now() + ttl);
    let row = one_time_code::ActiveModel {
        id: Set(tx.new_id()),
        user_id: Set(user),
        purpose: Set(purpose),
        code_hash: Set(code_hash(&code)),
        created_at: Set(tx.now()),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    row.insert(tx).await?;
    Ok((code, expires_at))
}

/// Makes every code of an account void.
pub(super) async fn void_all(tx: &WriteTx, user: UserId) -> Result<(), Failure> {
    let sql = "UPDATE one_time_code SET used_at = ? WHERE user_id = ? AND used_at IS NULL";
    tx.execute_raw(bind(tx.get_database_backend(), sql, [tx.now().into(), Uuid::from(user).into()])).await?;
    Ok(())
}

/// The hash of a code however it is typed.
fn code_hash(code: &str) -> Vec<u8> {
    let letters: String = code.chars().filter(|c| c.is_alphanumeric()).take(100).flat_map(char::to_lowercase).collect();
    sha256(&[b"opora one-time code", letters.as_bytes()]).to_vec()
}

fn wrong() -> UserError {
    UserError::new(
        UserErrorCode::WrongCredentials,
        "code",
        "Код неверен, уже использован или устарел: попросите новый",
        "The code is wrong, used or too old: ask for a new one",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(code_hash("k7dm-2xqp"), code_hash(" K7DM 2XQP "));
        assert_ne!(code_hash("k7dm-2xqp"), code_hash("k7dm-2xqq"));
    }
}
