//! Sessions: opened by signing in, carried on by exchanging refresh tokens, ended by the person, by whoever has the
//! right over the account, or by a token that comes back.
//!
//! A refresh token is good once and for 30 days. Within [`GRACE`] after an exchange the old one gets the same answer
//! again, for whoever lost it. After that it can only be a copy: someone else holds the session too, so it ends.

use chrono::{DateTime, Duration, Utc};
use entity::{ids::UserId, session, user_account};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};
use uuid::Uuid;

use super::query;
use crate::{
    auth::{
        Auth,
        hash::same,
        refresh::RefreshToken,
        token::{ACCESS, Bearer},
    },
    db::{WriteTx, sql::bind},
    error::{AppError, Failure, UserError, UserErrorCode},
    service::Cx,
};

/// How long a refresh token is good.
const REFRESH: Duration = Duration::days(30);
/// How long a session lasts, however often it is carried on.
const SESSION: Duration = Duration::days(180);
/// How long the answer to an exchange is repeated.
pub const GRACE: Duration = Duration::seconds(30);

/// What whoever signs in gets.
#[derive(Clone)]
pub struct Tokens {
    /// For the `Authorization` header.
    pub access: String,
    /// Until when it is good.
    pub access_expires: DateTime<Utc>,
    /// For the next access token.
    pub refresh: String,
    /// Until when it is good.
    pub refresh_expires: DateTime<Utc>,
    /// Nothing but a change of the password is possible.
    pub must_change_password: bool,
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    SignedOut,
    PasswordChanged,
    PasswordReset,
    Disabled,
    Reused,
}

impl End {
    fn code(self) -> &'static str {
        match self {
            Self::SignedOut => "SIGNED_OUT",
            Self::PasswordChanged => "PASSWORD_CHANGED",
            Self::PasswordReset => "PASSWORD_RESET",
            Self::Disabled => "DISABLED",
            Self::Reused => "REUSED",
        }
    }
}

/// Opens a session inside a transaction.
pub(super) async fn open(tx: &WriteTx, auth: &Auth, user: &user_account::Model) -> Result<Tokens, Failure> {
    let now = tx.now();
    let token = RefreshToken::first(tx.new_id())?;
    let row = session::ActiveModel {
        id: Set(token.session),
        user_id: Set(user.id),
        created_at: Set(now),
        refreshed_at: Set(now),
        expires_at: Set(now + REFRESH),
        generation: Set(token.generation),
        family_hash: Set(token.family_hash()),
        refresh_hash: Set(token.hash()),
        previous_hash: Set(None),
        ended_at: Set(None),
        end_reason: Set(None),
    };
    let row = row.insert(tx).await?;
    Ok(tokens(tx, auth, user, &row, &token, now).await?)
}

async fn tokens(
    tx: &WriteTx,
    auth: &Auth,
    user: &user_account::Model,
    session: &session::Model,
    refresh: &RefreshToken,
    now: DateTime<Utc>,
) -> Result<Tokens, AppError> {
    let bearer = Bearer { user: user.id, session: Some(session.id), version: user.token_version };
    let (access, access_expires) = auth.keys().issue(tx, bearer, now, ACCESS).await?;
    Ok(Tokens {
        access,
        access_expires,
        refresh: refresh.text(),
        refresh_expires: session.expires_at,
        must_change_password: user.must_change_password,
    })
}

/// Exchanges a refresh token for the next one and an access token.
pub async fn refresh(cx: &Cx, auth: &Auth, refresh_token: &str) -> Result<Tokens, Failure> {
    let token = RefreshToken::parse(refresh_token).ok_or_else(wrong)?;
    let (row, user) = query::session_of(&cx.db, token.session).await?.ok_or_else(wrong)?;
    let mut tx = cx.write_as(Some(user.id), &user.name).await?;
    // Of two exchanges at once the second sees what the first has done.
    let (row, user) = match query::locked_session(&tx, row.id).await? {
        Some(row) => (row, query::stored_account(&tx, user.id).await?.ok_or_else(wrong)?),
        None => return Err(wrong().into()),
    };
    let now = tx.now();
    let alive = row.ended_at.is_none() && row.expires_at > now && user.disabled_at.is_none();
    if !alive || !same(&row.family_hash, &token.family_hash()) {
        return Err(wrong().into());
    }
    let next = auth.refresh().next(&token);
    let hash = token.hash();
    if token.generation == row.generation && same(&row.refresh_hash, &hash) {
        let mut active = row.clone().into_active_model();
        active.generation = Set(next.generation);
        active.previous_hash = Set(Some(hash));
        active.refresh_hash = Set(next.hash());
        active.refreshed_at = Set(now);
        active.expires_at = Set((now + REFRESH).min(row.created_at + SESSION));
        let row = active.update(&tx).await?;
        let tokens = tokens(&tx, auth, &user, &row, &next, now).await?;
        tx.commit().await?;
        return Ok(tokens);
    }
    let before = row.previous_hash.as_ref().is_some_and(|previous| same(previous, &hash));
    if before && now - row.refreshed_at <= GRACE && same(&row.refresh_hash, &next.hash()) {
        return Ok(tokens(&tx, auth, &user, &row, &next, now).await?);
    }
    if token.generation < row.generation {
        end(&tx, row, End::Reused).await?;
        tx.audit("refreshTokenReused", &user, None, serde_json::json!([]));
        tx.commit().await?;
    }
    Err(wrong().into())
}

/// Ends one session or all of one's own; answers how many.
pub async fn sign_out(cx: &Cx, everywhere: bool, refresh_token: Option<&str>) -> Result<u64, Failure> {
    let (user, session) = if let Some(text) = refresh_token {
        named(cx, text).await?
    } else {
        let account = cx.viewer.account.as_ref().ok_or_else(AppError::unauthenticated)?;
        let user = query::stored_account(&cx.db, account.id).await?.ok_or_else(AppError::unauthenticated)?;
        (user, account.session)
    };
    let mut tx = cx.write_as(Some(user.id), &user.name).await?;
    let ended = if everywhere {
        end_all(&tx, user.id, End::SignedOut).await?
    } else {
        match session {
            Some(id) => match query::locked_session(&tx, id).await?.filter(|row| row.ended_at.is_none()) {
                Some(row) => {
                    end(&tx, row, End::SignedOut).await?;
                    1
                }
                None => 0,
            },
            None => 0,
        }
    };
    let scope = if everywhere { "all" } else { "one" };
    tx.audit("signOut", &user, None, serde_json::json!([{ "field": "sessions", "before": null, "after": scope }]));
    tx.commit().await?;
    Ok(ended)
}

/// The session of a refresh token that is good, or was until just now: whoever has no access token any more can still
/// end the session.
async fn named(cx: &Cx, refresh_token: &str) -> Result<(user_account::Model, Option<Uuid>), Failure> {
    let token = RefreshToken::parse(refresh_token).ok_or_else(wrong)?;
    let (row, user) = query::session_of(&cx.db, token.session).await?.ok_or_else(wrong)?;
    let known = [Some(&row.refresh_hash), row.previous_hash.as_ref()];
    if known.into_iter().flatten().any(|stored| same(stored, &token.hash())) {
        Ok((user, Some(row.id)))
    } else {
        Err(wrong().into())
    }
}

async fn end(tx: &WriteTx, row: session::Model, why: End) -> Result<(), Failure> {
    let mut active = row.into_active_model();
    active.ended_at = Set(Some(tx.now()));
    active.end_reason = Set(Some(why.code().to_owned()));
    active.update(tx).await?;
    Ok(())
}

/// Ends every session of an account, and makes every access token void, those of the command line too.
pub(super) async fn end_all(tx: &WriteTx, user: UserId, why: End) -> Result<u64, Failure> {
    let backend = tx.get_database_backend();
    let sql = "UPDATE session SET ended_at = ?, end_reason = ? WHERE user_id = ? AND ended_at IS NULL";
    let values = [tx.now().into(), why.code().into(), Uuid::from(user).into()];
    let ended = tx.execute_raw(bind(backend, sql, values)).await?.rows_affected();
    let sql = "UPDATE user_account SET token_version = token_version + 1 WHERE id = ?";
    tx.execute_raw(bind(backend, sql, [Uuid::from(user).into()])).await?;
    Ok(ended)
}

fn wrong() -> UserError {
    UserError::new(
        UserErrorCode::WrongCredentials,
        "refreshToken",
        "Сессия завершена или токен неверен: войдите заново",
        "The session has ended or the token is wrong: sign in again",
    )
}
