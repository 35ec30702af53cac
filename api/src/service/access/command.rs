//! What the command line does with accounts, on behalf of whoever runs the service.

use chrono::Duration;
use entity::{CodeEnum, ids::GrantId, user_account};

use super::{
    grant::{self, NewGrant},
    node, query,
    user::{self, FirstPassword, NewAccount},
};
use crate::{
    access::{NodeRef, Role},
    auth::{
        Auth, password, random,
        token::{Bearer, LONGEST},
    },
    db::change::differences,
    error::{AppError, Failure, UserError, UserErrorCode},
    service::Cx,
    validity::Validity,
};

/// Opens an account with one grant and a password that is shown once and must be changed.
pub async fn add_user(
    cx: &Cx,
    email: &str,
    role: &str,
    node: &str,
    name: Option<&str>,
) -> Result<(user_account::Model, String), Failure> {
    let role = Role::from_code(role).ok_or_else(|| {
        UserError::new(UserErrorCode::Invalid, "role", format!("Нет роли {role:.40}"), format!("No role {role:.40}"))
    })?;
    let node = node::of_text(cx, &cx.db, node, "scope").await?;
    open(cx, email, name, role, node, "userAdd").await
}

/// Opens an account with one grant and a password that is shown once.
pub(super) async fn open(
    cx: &Cx,
    email: &str,
    name: Option<&str>,
    role: Role,
    node: NodeRef,
    action: &'static str,
) -> Result<(user_account::Model, String), Failure> {
    let secret = random::groups::<4>()?;
    // Before the transaction: while it is open, nobody else writes.
    let hash = password::hash(&secret).await?;
    let account = NewAccount {
        id: None,
        email: email.to_owned(),
        name: name.unwrap_or(email).to_owned(),
        home: node,
        password: Some(FirstPassword { hash, must_change: true }),
    };
    let user = record(cx, account, None, role, action).await?;
    Ok((user, secret))
}

/// Records an account with one grant where it is opened.
pub(super) async fn record(
    cx: &Cx,
    account: NewAccount,
    grant: Option<GrantId>,
    role: Role,
    action: &'static str,
) -> Result<user_account::Model, Failure> {
    let node = account.home;
    let mut tx = cx.write().await?;
    let user = user::insert(&mut tx, account).await?;
    let new = NewGrant {
        id: grant,
        user: user.id,
        role,
        node,
        validity: Validity::default(),
        by: None,
        source: None,
        reason: None,
    };
    let grant = grant::insert(&mut tx, new).await?;
    tx.audit(action, &user, None, differences(None, Some(&user)));
    tx.audit("grantRole", &grant, None, differences(None, Some(&grant)));
    tx.commit().await?;
    Ok(user)
}

/// The account that a token is wanted of.
pub async fn account(cx: &Cx, email: &str) -> Result<user_account::Model, Failure> {
    let user = query::account_of_email(&cx.db, &user::email_key(email)).await?;
    Ok(user.filter(|user| user.disabled_at.is_none()).ok_or_else(|| UserError::unknown("user"))?)
}

/// An access token of an account, outside of any session.
pub async fn token(cx: &Cx, auth: &Auth, email: &str, ttl: std::time::Duration) -> Result<String, Failure> {
    let wrong = |ru: &str, en: &str| UserError::new(UserErrorCode::OutOfRange, "ttl", ru, en);
    let ttl = Duration::from_std(ttl)
        .ok()
        .filter(|ttl| *ttl >= Duration::seconds(1) && *ttl <= LONGEST)
        .ok_or_else(|| wrong("Срок токена: от секунды до 30 дней", "A token lives a second to 30 days"))?;
    let mut tx = cx.write().await?;
    let user = query::account_of_email(&tx, &user::email_key(email)).await?;
    let user = user.filter(|user| user.disabled_at.is_none()).ok_or_else(|| UserError::unknown("user"))?;
    let bearer = Bearer { user: user.id, session: None, version: user.token_version };
    let (token, expires) = auth.keys().issue(&tx, bearer, tx.now(), ttl).await?;
    let details = serde_json::json!([{ "field": "expiresAt", "before": null, "after": expires.to_rfc3339() }]);
    tx.audit("token", &user, None, details);
    tx.commit().await?;
    Ok(token)
}

/// A failure as one sentence for whoever runs a command.
pub fn sentence(failure: &Failure) -> String {
    let lang = crate::lang::Lang::En;
    match failure {
        Failure::User(errors) => {
            let one = |error: &UserError| match error.path.join(".") {
                path if path.is_empty() => error.message.in_lang(lang).to_owned(),
                path => format!("{path}: {}", error.message.in_lang(lang)),
            };
            errors.iter().map(one).collect::<Vec<_>>().join("; ")
        }
        Failure::App(AppError { message, .. }) => message.in_lang(lang).to_owned(),
        Failure::Stale | Failure::Conflict => "lost against another change, try again".to_owned(),
    }
}
