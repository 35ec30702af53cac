//! The roots of proving who one is.

use async_graphql::{Context, InputObject, Object, SimpleObject};

use crate::{
    graphql::{
        context::ContextExt,
        payload::{Mutated, create},
        scalars::DateTime,
    },
    payload,
    service::access::{
        invitation,
        session::{self, Tokens},
        sign_in,
    },
};

/// The tokens of a session; they are shown once (токены сессии)
#[derive(Clone, SimpleObject)]
pub struct SessionResult {
    /// For the header `Authorization: Bearer …` (токен доступа)
    access_token: String,
    /// Until when the access token is good; it ends earlier with the session or the account (действует до)
    access_token_expires_at: DateTime,
    /// For `refreshSession`, good once (токен обновления)
    refresh_token: String,
    /// Until when the refresh token is good (действует до)
    refresh_token_expires_at: DateTime,
    /// The password was printed once: nothing is possible before `changePassword` (нужно сменить пароль)
    must_change_password: bool,
}

impl From<Tokens> for SessionResult {
    fn from(tokens: Tokens) -> Self {
        let Tokens { access, access_expires, refresh, refresh_expires, must_change_password } = tokens;
        Self {
            access_token: access,
            access_token_expires_at: DateTime(access_expires),
            refresh_token: refresh,
            refresh_token_expires_at: DateTime(refresh_expires),
            must_change_password,
        }
    }
}

/// Who says to be who (вход)
#[derive(Clone, InputObject)]
pub struct SignInInput {
    /// The sign-in name (адрес почты)
    pub email: String,
    /// The password, or the one-time password that was printed (пароль)
    pub password: String,
}

/// A refresh token to exchange (обновление сессии)
#[derive(Clone, InputObject)]
pub struct RefreshSessionInput {
    /// The refresh token that was given last (токен обновления)
    pub refresh_token: String,
}

/// Which sessions to end (выход)
#[derive(Clone, InputObject)]
pub struct SignOutInput {
    /// All of them, on every device; this one otherwise (на всех устройствах)
    #[graphql(default)]
    pub everywhere: bool,
    /// The session of a refresh token, where there is no access token any more (токен обновления)
    pub refresh_token: Option<String>,
}

/// A new password for the old one (смена пароля)
#[derive(Clone, InputObject)]
pub struct ChangePasswordInput {
    /// The password that holds (прежний пароль)
    pub current_password: String,
    /// The one that is to hold: 10 to 200 characters that are not easily guessed (новый пароль)
    pub new_password: String,
}

/// A code and the password to choose with it (принятие приглашения)
#[derive(Clone, InputObject)]
pub struct AcceptInvitationInput {
    /// The one-time code of an invitation or a reset (одноразовый код)
    pub code: String,
    /// The password that is to hold: 10 to 200 characters that are not easily guessed (пароль)
    pub password: String,
}

payload!(SignInPayload, session: SessionResult, "the session (сессия)");
payload!(RefreshSessionPayload, session: SessionResult, "the session with its next tokens (сессия)");
payload!(SignOutPayload, ended_sessions: u64, "how many sessions ended (завершено сессий)");
payload!(ChangePasswordPayload, session: SessionResult, "a new session; all others have ended (сессия)");
payload!(AcceptInvitationPayload, session: SessionResult, "the session (сессия)");

/// Proving who one is.
#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Signs in. A wrong password, an unknown account and a closed one are one answer; after ten of them an account,
    /// and after a hundred an address, waits a quarter of an hour: `RATE_LIMITED` (войти)
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who (кто)")] input: SignInInput,
    ) -> Mutated<SignInPayload> {
        let input = sign_in::SignIn { email: input.email, password: input.password };
        create(|| sign_in::sign_in(ctx.cx(), ctx.auth(), ctx.peer(), &input), Into::into).await
    }

    /// Exchanges a refresh token for the next one and an access token. A refresh token is good once; when it comes back
    /// later than half a minute, someone has a copy, and the session ends (обновить сессию)
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token (токен)")] input: RefreshSessionInput,
    ) -> Mutated<RefreshSessionPayload> {
        create(|| session::refresh(ctx.cx(), ctx.auth(), &input.refresh_token), Into::into).await
    }

    /// Ends this session, or all of one's own (выйти)
    async fn sign_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sessions (какие сессии)")] input: SignOutInput,
    ) -> Mutated<SignOutPayload> {
        create(|| session::sign_out(ctx.cx(), input.everywhere, input.refresh_token.as_deref()), |ended| ended).await
    }

    /// Changes one's own password; every other session ends, and this one goes on with the tokens of the answer
    /// (сменить пароль)
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The passwords (пароли)")] input: ChangePasswordInput,
    ) -> Mutated<ChangePasswordPayload> {
        let input = sign_in::ChangePassword { current: input.current_password, new: input.new_password };
        create(|| sign_in::change_password(ctx.cx(), ctx.auth(), &input), Into::into).await
    }

    /// Chooses a password with the one-time code of an invitation or a reset, and signs in (принять приглашение)
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code and the password (код и пароль)")] input: AcceptInvitationInput,
    ) -> Mutated<AcceptInvitationPayload> {
        let input = invitation::Accept { code: input.code, password: input.password };
        create(|| invitation::accept(ctx.cx(), ctx.auth(), ctx.peer(), &input), Into::into).await
    }
}
