//! Proving who one is: signing in, and changing the password.
//!
//! A password that the service made and printed once opens a session in which nothing is possible but to change it:
//! until then the account has the rights of the public.

use std::net::IpAddr;

use entity::user_account::{self, PasswordHash};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{
    guess::{self, Subject},
    query,
    session::{self, End, Tokens},
    user::email_key,
};
use crate::{
    auth::{Auth, password},
    db::WriteTx,
    error::{AppError, Failure, UserError, UserErrorCode},
    service::Cx,
};

/// More characters than any password has: compared with nothing.
const TOO_LONG: usize = 1_000;

/// Who says to be who.
#[derive(Clone)]
pub struct SignIn {
    /// The sign-in name.
    pub email: String,
    /// The password.
    pub password: String,
}

/// Opens a session. A wrong password, an unknown account and a closed one are one answer, after the same work.
pub async fn sign_in(cx: &Cx, auth: &Auth, peer: Option<IpAddr>, input: &SignIn) -> Result<Tokens, Failure> {
    let key = email_key(&input.email);
    let subject = Subject::account(&key);
    let subjects: Vec<Subject> = [Some(subject.clone()), Subject::address(peer)].into_iter().flatten().collect();
    guess::take(cx, &subjects).await?;
    let user = query::account_of_email(&cx.db, &key).await?.filter(|user| user.disabled_at.is_none());
    let stored = user.as_ref().and_then(|user| user.password_hash.clone());
    let typed = if input.password.len() > TOO_LONG { "" } else { &input.password };
    let fits = password::fits(typed, stored.clone().map(|hash| hash.0)).await?;
    let Some(user) = user.filter(|_| fits) else { return Err(wrong("").into()) };
    let mut tx = cx.write_as(Some(user.id), &user.name).await?;
    // What was compared is what still holds.
    let user = query::locked_account(&tx, user.id).await?;
    let user = user.filter(|user| user.disabled_at.is_none() && user.password_hash == stored);
    let user = user.ok_or_else(|| wrong(""))?;
    guess::forget(&tx, cx, &subject).await?;
    let tokens = session::open(&tx, auth, &user).await?;
    signed_in(&tx, user.clone()).await?;
    tx.audit("signIn", &user, None, serde_json::json!([]));
    tx.commit().await?;
    Ok(tokens)
}

/// A new password for the old one.
#[derive(Clone)]
pub struct ChangePassword {
    /// The password that holds.
    pub current: String,
    /// The one that is to hold.
    pub new: String,
}

/// Changes one's own password. Every other session ends; this one goes on with the tokens of the answer.
pub async fn change_password(cx: &Cx, auth: &Auth, input: &ChangePassword) -> Result<Tokens, Failure> {
    let account = cx.viewer.account.as_ref().ok_or_else(AppError::unauthenticated)?;
    let subject = Subject::account(&email_key(&account.email));
    guess::take(cx, std::slice::from_ref(&subject)).await?;
    let user = query::stored_account(&cx.db, account.id).await?.ok_or_else(AppError::unauthenticated)?;
    let stored = user.password_hash.clone();
    let typed = if input.current.len() > TOO_LONG { "" } else { &input.current };
    if !password::fits(typed, stored.clone().map(|hash| hash.0)).await? {
        return Err(wrong("currentPassword").into());
    }
    password::check(&input.new, &[&user.email, &user.name], "newPassword")?;
    if input.new == input.current {
        return Err(same_again().into());
    }
    let hash = password::hash(&input.new).await?;
    let mut tx = cx.write().await?;
    let user = query::locked_account(&tx, user.id).await?;
    let user = user.filter(|user| user.disabled_at.is_none() && user.password_hash == stored);
    let user = user.ok_or_else(|| wrong("currentPassword"))?;
    guess::forget(&tx, cx, &subject).await?;
    session::end_all(&tx, user.id, End::PasswordChanged).await?;
    let user = choose(&tx, user, hash).await?;
    let tokens = session::open(&tx, auth, &user).await?;
    tx.audit("changePassword", &user, None, serde_json::json!([]));
    tx.commit().await?;
    Ok(tokens)
}

/// Stores a password that the person chose; after [`session::end_all`], which counts the tokens.
pub(super) async fn choose(
    tx: &WriteTx,
    user: user_account::Model,
    hash: String,
) -> Result<user_account::Model, Failure> {
    let activated = user.activated_at.or(Some(tx.now()));
    let version = user.token_version + 1;
    let mut active = user.into_active_model();
    active.password_hash = Set(Some(PasswordHash(hash)));
    active.must_change_password = Set(false);
    active.activated_at = Set(activated);
    active.token_version = Set(version);
    Ok(active.update(tx).await?)
}

/// Remembers when the person last signed in.
pub(super) async fn signed_in(tx: &WriteTx, user: user_account::Model) -> Result<(), Failure> {
    let mut active = user.into_active_model();
    active.signed_in_at = Set(Some(tx.now()));
    active.update(tx).await?;
    Ok(())
}

fn wrong(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::WrongCredentials,
        path,
        "Почта и пароль не подходят друг к другу",
        "E-mail and password do not fit",
    )
}

fn same_again() -> UserError {
    UserError::new(
        UserErrorCode::WeakPassword,
        "newPassword",
        "Новый пароль должен отличаться от прежнего",
        "The new password must differ from the old one",
    )
}
