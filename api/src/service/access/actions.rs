//! What may be done with accounts and grants.
//!
//! The right over an account is the right to give every grant that it holds: whoever could reset the password of someone
//! with more rights would have those rights. An account without grants is a matter of where it was opened.

use chrono::NaiveDate;
use entity::{role_grant, user_account};

use crate::{
    access::{Action, NodeRef, Reason, Verdict, Viewer},
    error::AppError,
};

/// The actions of an account.
pub const USER: &[Action] =
    &[Action::UpdateUser, Action::DisableUser, Action::EnableUser, Action::ResetPassword, Action::GrantRole];
/// The actions of a grant.
pub const GRANT: &[Action] = &[Action::EndGrant, Action::DelegateGrant];

/// Whether a grant is in force on a day, or will be later.
pub fn lasts(grant: &role_grant::Model, day: NaiveDate) -> bool {
    grant.valid_to.is_none_or(|to| to >= day) && grant.revoked_on.is_none_or(|revoked| revoked > day)
}

/// Whether a grant is in force on a day; of a delegated one its source must be too, which the viewer's query checks.
pub fn in_force(grant: &role_grant::Model, day: NaiveDate) -> bool {
    lasts(grant, day) && grant.valid_from.is_none_or(|from| from <= day)
}

/// Whether the viewer has the right over an account with these grants.
fn over(viewer: &Viewer, user: &user_account::Model, grants: &[role_grant::Model], today: NaiveDate) -> bool {
    let mut lasting = grants.iter().filter(|grant| lasts(grant, today)).peekable();
    if lasting.peek().is_none() {
        return viewer.may_grant_on(&NodeRef::of_home(user));
    }
    lasting.all(|grant| viewer.may_grant(grant.role, &NodeRef::of_grant(grant)))
}

/// Whether an action may be done with an account; `grants` are all of its grants, seen or not.
pub fn on_user(
    viewer: &Viewer,
    action: Action,
    user: &user_account::Model,
    grants: &[role_grant::Model],
    today: NaiveDate,
) -> Verdict {
    let is_self = viewer.user() == Some(user.id);
    let right = |holds: bool| if holds { Verdict::allowed() } else { no_right(viewer) };
    match action {
        Action::UpdateUser => right(over(viewer, user, grants, today)),
        Action::DisableUser | Action::ResetPassword => right(over(viewer, user, grants, today))
            .and(|| other(is_self))
            .and(|| state(user.disabled_at.is_none(), "Учётная запись уже отключена", "The account is closed already")),
        Action::EnableUser => right(over(viewer, user, grants, today))
            .and(|| state(user.disabled_at.is_some(), "Учётная запись не отключена", "The account is not closed")),
        Action::GrantRole => right(viewer.may_grant_somewhere())
            .and(|| other(is_self))
            .and(|| state(user.disabled_at.is_none(), "Учётная запись отключена", "The account is closed")),
        _ => wrong_kind(),
    }
}

/// Whether an action may be done with a grant.
pub fn on_grant(viewer: &Viewer, action: Action, grant: &role_grant::Model, today: NaiveDate) -> Verdict {
    let own = viewer.user().is_some() && viewer.user() == Some(grant.user_id);
    let gave = viewer.user().is_some() && viewer.user() == grant.delegated_by;
    let right = |holds: bool| if holds { Verdict::allowed() } else { no_right(viewer) };
    let over = || state(lasts(grant, today), "Полномочие уже прекращено", "The grant has ended already");
    match action {
        Action::EndGrant => right(gave || viewer.may_grant(grant.role, &NodeRef::of_grant(grant))).and(over),
        Action::DelegateGrant => right(own).and(over).and(|| {
            state(
                grant.delegated_by.is_none(),
                "Переданное полномочие нельзя передать дальше",
                "A delegated grant is not passed on",
            )
        }),
        _ => wrong_kind(),
    }
}

/// Whether a person may be invited into a node.
pub fn on_node(viewer: &Viewer, node: &NodeRef) -> Verdict {
    if viewer.may_grant_on(node) { Verdict::allowed() } else { no_right(viewer) }
}

/// Refuses what changes accounts to whoever has no token, before anything is looked up.
pub(super) fn signed_in(viewer: &Viewer) -> Result<(), AppError> {
    if viewer.is_signed_in() || viewer.is_system() { Ok(()) } else { Err(AppError::unauthenticated()) }
}

fn no_right(viewer: &Viewer) -> Verdict {
    if viewer.is_signed_in() {
        Verdict::no(
            Reason::NoRight,
            "Нет полномочия: можно управлять только теми, чьи полномочия вы сами можете дать",
            "No grant carries this right: one manages only those whose grants one could give",
        )
    } else {
        Verdict::no(Reason::NotSignedIn, "Нужно войти", "Sign in first")
    }
}

fn other(is_self: bool) -> Verdict {
    if is_self {
        Verdict::wrong_state("С собственной учётной записью этого сделать нельзя", "Not with one's own account")
    } else {
        Verdict::allowed()
    }
}

fn state(fits: bool, ru: &str, en: &str) -> Verdict {
    if fits { Verdict::allowed() } else { Verdict::wrong_state(ru, en) }
}

pub(super) fn wrong_kind() -> Verdict {
    Verdict::no(Reason::WrongKind, "Это действие не для таких объектов", "Not an action for objects of this kind")
}
