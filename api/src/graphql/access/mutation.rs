//! The roots of changing accounts and grants.

use async_graphql::{Context, Object, SimpleObject};
use entity::{role_grant, user_account};

use super::{
    Grant, User,
    input::{
        DelegateGrantInput, DisableUserInput, EnableUserInput, EndGrantInput, GrantRoleInput, InviteUserInput,
        ResetPasswordInput, UpdateUserInput,
    },
};
use crate::{
    graphql::{
        connection::Shows,
        context::ContextExt,
        payload::{Mutated, create, update},
        scalars::DateTime,
    },
    payload,
    service::{
        access::{account, grant, invitation},
        list::visible_row,
    },
};

/// A one-time code; it is shown once, to be handed to the person (одноразовый код)
#[derive(Clone, SimpleObject)]
pub struct InvitationResult {
    /// The account (учётная запись)
    user: User,
    /// The code for `acceptInvitation`; it can't be shown again (код)
    one_time_code: String,
    /// Until when it is good (действует до)
    expires_at: DateTime,
}

payload!(InviteUserPayload, invitation: InvitationResult, "the account and the code of the person (приглашение)");
payload!(ResetPasswordPayload, invitation: InvitationResult, "the account and the code of the person (сброс пароля)");
payload!(UpdateUserPayload, user: User, "the changed account (учётная запись)");
payload!(DisableUserPayload, user: User, "the closed account (учётная запись)");
payload!(EnableUserPayload, user: User, "the opened account (учётная запись)");
payload!(GrantRolePayload, grant: Grant, "the grant (полномочие)");
payload!(DelegateGrantPayload, grant: Grant, "the grant of whoever stands in (полномочие)");
payload!(EndGrantPayload, grant: Grant, "the ended grant (полномочие)");

/// Changing accounts and grants.
#[derive(Default)]
pub struct AccessMutation;

#[Object]
impl AccessMutation {
    /// Opens an account with one grant, and shows the one-time code with which the person chooses a password
    /// (пригласить пользователя)
    async fn invite_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person (приглашение)")] input: InviteUserInput,
    ) -> Mutated<InviteUserPayload> {
        let (cx, input) = (ctx.cx(), invitation::Invite::from(input));
        create(|| invitation::invite(cx, input.clone()), |made| shown(ctx, made)).await
    }

    /// Makes the password and every session of an account void, and shows a one-time code with which the person chooses
    /// another. Only for whoever could give each grant that the account holds (сбросить пароль)
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account (учётная запись)")] input: ResetPasswordInput,
    ) -> Mutated<ResetPasswordPayload> {
        let cx = ctx.cx();
        create(|| invitation::reset(cx, input.user_id.0, input.reason.clone()), |made| shown(ctx, made)).await
    }

    /// Changes e-mail or position of an account (изменить учётную запись)
    async fn update_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateUserInput,
    ) -> Mutated<UpdateUserPayload> {
        let (cx, input) = (ctx.cx(), account::UpdateUser::from(input));
        update(
            || account::update(cx, input.clone()),
            || visible_row::<user_account::Entity>(&cx.db, &cx.viewer, input.id, cx.today()),
            |row| User::show(row, cx.today()),
        )
        .await
    }

    /// Closes an account: its sessions, tokens and codes are void at once (отключить учётную запись)
    async fn disable_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account (учётная запись)")] input: DisableUserInput,
    ) -> Mutated<DisableUserPayload> {
        let (cx, input) = (ctx.cx(), account::Switch::from(input));
        update(
            || account::disable(cx, input.clone()),
            || visible_row::<user_account::Entity>(&cx.db, &cx.viewer, input.id, cx.today()),
            |row| User::show(row, cx.today()),
        )
        .await
    }

    /// Opens a closed account again (включить учётную запись)
    async fn enable_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account (учётная запись)")] input: EnableUserInput,
    ) -> Mutated<EnableUserPayload> {
        let (cx, input) = (ctx.cx(), account::Switch::from(input));
        update(
            || account::enable(cx, input.clone()),
            || visible_row::<user_account::Entity>(&cx.db, &cx.viewer, input.id, cx.today()),
            |row| User::show(row, cx.today()),
        )
        .await
    }

    /// Grants a role on a node. Nobody grants beyond their own nodes, or a role that theirs does not appoint
    /// (дать полномочие)
    async fn grant_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The grant (полномочие)")] input: GrantRoleInput,
    ) -> Mutated<GrantRolePayload> {
        let (cx, input) = (ctx.cx(), grant::GrantRole::from(input));
        create(|| grant::grant(cx, input.clone()), |row| Grant::show(row, cx.today())).await
    }

    /// Lets someone stand in for oneself until a day; void without one's own grant, and not passed on
    /// (передать полномочие на время)
    async fn delegate_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The grant (полномочие)")] input: DelegateGrantInput,
    ) -> Mutated<DelegateGrantPayload> {
        let (cx, input) = (ctx.cx(), grant::DelegateGrant::from(input));
        create(|| grant::delegate(cx, input.clone()), |row| Grant::show(row, cx.today())).await
    }

    /// Ends a grant, at once or on a day; the last administrator stays (прекратить полномочие)
    async fn end_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The grant (полномочие)")] input: EndGrantInput,
    ) -> Mutated<EndGrantPayload> {
        let (cx, input) = (ctx.cx(), grant::EndGrant::from(input));
        update(
            || grant::end(cx, input.clone()),
            || visible_row::<role_grant::Entity>(&cx.db, &cx.viewer, input.id, cx.today()),
            |row| Grant::show(row, cx.today()),
        )
        .await
    }
}

fn shown(ctx: &Context<'_>, made: invitation::Invitation) -> InvitationResult {
    InvitationResult {
        user: User::show(made.user, ctx.cx().today()),
        one_time_code: made.code,
        expires_at: DateTime(made.expires_at),
    }
}
