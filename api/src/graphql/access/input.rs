//! Filters, orders and inputs of accounts, grants and the audit log.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{AnyId, GrantId, UserId};

use crate::{
    access::{Kind, Role},
    error::AppError,
    graphql::{
        codes::E,
        ids::Id,
        payload::patch,
        scalars::{Date, DateTime},
        validity::ValidityInput,
    },
    service::access::{
        account, grant, invitation,
        list::{self, UserOrder as Order, UserState},
    },
};

entity::code_enum! {
    /// Order of a list of accounts (порядок)
    pub enum UserOrderBy {
        /// By position, А to Я (по должности)
        NameAsc = "NAME_ASC",
        /// By position, Я to А (по должности, с конца)
        NameDesc = "NAME_DESC",
        /// By when it was opened (по дате создания)
        CreatedAtAsc = "CREATED_AT_ASC",
        /// By when it was opened, newest first (по дате создания, с новых)
        CreatedAtDesc = "CREATED_AT_DESC",
    }
}

entity::code_enum! {
    /// Order of a list of grants (порядок)
    pub enum GrantOrderBy {
        /// By when it was given (по дате записи)
        CreatedAtAsc = "CREATED_AT_ASC",
        /// By when it was given, newest first (по дате записи, с новых)
        CreatedAtDesc = "CREATED_AT_DESC",
    }
}

entity::code_enum! {
    /// Order of the audit log (порядок)
    pub enum AuditOrderBy {
        /// As it was written (по порядку записи)
        PositionAsc = "POSITION_ASC",
        /// As it was written, newest first (по порядку записи, с новых)
        PositionDesc = "POSITION_DESC",
    }
}

/// The order and its direction.
pub fn order(order: Option<E<UserOrderBy>>) -> (Order, bool) {
    match order.map_or(UserOrderBy::NameAsc, |order| order.0) {
        UserOrderBy::NameAsc => (Order::Name, false),
        UserOrderBy::NameDesc => (Order::Name, true),
        UserOrderBy::CreatedAtAsc => (Order::Created, false),
        UserOrderBy::CreatedAtDesc => (Order::Created, true),
    }
}

fn plain<T, U>(list: Option<Vec<T>>, inner: impl Fn(T) -> U) -> Option<Vec<U>> {
    list.map(|list| list.into_iter().map(inner).collect())
}

/// Narrows a list of accounts; members are joined by and (отбор учётных записей)
#[derive(Clone, Debug, Default, InputObject)]
pub struct UserFilter {
    /// In these states (состояния)
    pub states: Option<Vec<E<UserState>>>,
    /// With one of these roles in force that day, as far as the viewer sees it (роли)
    pub roles: Option<Vec<E<Role>>>,
}

impl From<UserFilter> for list::UserFilter {
    fn from(filter: UserFilter) -> Self {
        Self { states: plain(filter.states, |state| state.0), roles: plain(filter.roles, |role| role.0) }
    }
}

/// Narrows a list of grants; members are joined by and (отбор полномочий)
#[derive(Clone, Debug, Default, InputObject)]
pub struct GrantFilter {
    /// Of these accounts (учётные записи)
    pub user_ids: Option<Vec<Id<UserId>>>,
    /// Of these roles (роли)
    pub roles: Option<Vec<E<Role>>>,
    /// On these nodes themselves, not on what lies in them (узлы)
    pub node_ids: Option<Vec<Id<AnyId>>>,
    /// Delegated ones, or the others (переданные)
    pub delegated: Option<bool>,
}

impl From<GrantFilter> for list::GrantFilter {
    fn from(filter: GrantFilter) -> Self {
        Self {
            users: plain(filter.user_ids, |id| id.0),
            roles: plain(filter.roles, |role| role.0),
            nodes: plain(filter.node_ids, |id| id.0.uuid),
            delegated: filter.delegated,
        }
    }
}

/// Narrows the audit log; members are joined by and (отбор записей журнала)
#[derive(Clone, Debug, Default, InputObject)]
pub struct AuditFilter {
    /// Done by these (кто)
    pub actor_ids: Option<Vec<Id<UserId>>>,
    /// Of these actions, by name (действия)
    pub actions: Option<Vec<String>>,
    /// With objects of these kinds (виды объектов)
    pub kinds: Option<Vec<E<Kind>>>,
    /// With these objects (объекты)
    pub object_ids: Option<Vec<Id<AnyId>>>,
    /// Not before (с)
    pub from: Option<DateTime>,
    /// Before (до)
    pub until: Option<DateTime>,
}

impl TryFrom<AuditFilter> for list::AuditFilter {
    type Error = AppError;

    fn try_from(filter: AuditFilter) -> Result<Self, AppError> {
        let (from, until) = (filter.from.map(|at| at.0), filter.until.map(|at| at.0));
        if from.zip(until).is_some_and(|(from, until)| from > until) {
            return Err(AppError::contradicting_filter("from", "until"));
        }
        Ok(Self {
            actors: plain(filter.actor_ids, |id| id.0),
            actions: filter.actions,
            kinds: plain(filter.kinds, |kind| kind.0),
            objects: plain(filter.object_ids, |id| id.0.uuid),
            from,
            until,
        })
    }
}

/// A person to invite (приглашение)
#[derive(Clone, Debug, InputObject)]
pub struct InviteUserInput {
    /// The sign-in name: the e-mail of the position (адрес почты)
    pub email: String,
    /// The position, not a person's name (должность)
    pub name: String,
    /// What as (роль)
    pub role: E<Role>,
    /// Where; null: the federation (узел)
    pub node_id: Option<Id<AnyId>>,
    /// Why (основание)
    pub reason: Option<String>,
    /// The term of the grant; from today when absent
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<InviteUserInput> for invitation::Invite {
    fn from(input: InviteUserInput) -> Self {
        let InviteUserInput { email, name, role, node_id, reason, validity } = input;
        Self { email, name, role: role.0, node: node_id.map(|id| id.0), validity: validity.patch(), reason }
    }
}

/// Which account gets a new one-time code (сброс пароля)
#[derive(Clone, Debug, InputObject)]
pub struct ResetPasswordInput {
    /// Which (учётная запись)
    pub user_id: Id<UserId>,
    /// Why (причина)
    pub reason: Option<String>,
}

/// Changes of an account (изменение учётной записи)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateUserInput {
    /// Which (учётная запись)
    pub id: Id<UserId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// The sign-in name (адрес почты)
    #[graphql(default)]
    pub email: MaybeUndefined<String>,
    /// The position (должность)
    #[graphql(default)]
    pub name: MaybeUndefined<String>,
}

impl From<UpdateUserInput> for account::UpdateUser {
    fn from(input: UpdateUserInput) -> Self {
        let UpdateUserInput { id, expected_version, email, name } = input;
        Self { id: id.0, expected_version, email: patch(email), name: patch(name) }
    }
}

/// Which account to close (отключение учётной записи)
#[derive(Clone, Debug, InputObject)]
pub struct DisableUserInput {
    /// Which (учётная запись)
    pub id: Id<UserId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Why (причина)
    pub reason: Option<String>,
}

impl From<DisableUserInput> for account::Switch {
    fn from(input: DisableUserInput) -> Self {
        let DisableUserInput { id, expected_version, reason } = input;
        Self { id: id.0, expected_version, reason }
    }
}

/// Which account to open again (включение учётной записи)
#[derive(Clone, Debug, InputObject)]
pub struct EnableUserInput {
    /// Which (учётная запись)
    pub id: Id<UserId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Why (причина)
    pub reason: Option<String>,
}

impl From<EnableUserInput> for account::Switch {
    fn from(input: EnableUserInput) -> Self {
        let EnableUserInput { id, expected_version, reason } = input;
        Self { id: id.0, expected_version, reason }
    }
}

/// A role to grant (новое полномочие)
#[derive(Clone, Debug, InputObject)]
pub struct GrantRoleInput {
    /// To whom: an account that the viewer sees (учётная запись)
    pub user_id: Option<Id<UserId>>,
    /// Or an account of any territory by its sign-in name: one person may work in several (адрес почты)
    pub email: Option<String>,
    /// What as (роль)
    pub role: E<Role>,
    /// Where; null: the federation (узел)
    pub node_id: Option<Id<AnyId>>,
    /// Why (основание)
    pub reason: Option<String>,
    /// The term; from today when absent
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<GrantRoleInput> for grant::GrantRole {
    fn from(input: GrantRoleInput) -> Self {
        let GrantRoleInput { user_id, email, role, node_id, reason, validity } = input;
        Self {
            user: user_id.map(|id| id.0),
            email,
            role: role.0,
            node: node_id.map(|id| id.0),
            validity: validity.patch(),
            reason,
        }
    }
}

/// A grant of one's own to lend until a day (передача полномочия)
#[derive(Clone, Debug, InputObject)]
pub struct DelegateGrantInput {
    /// Which (полномочие)
    pub id: Id<GrantId>,
    /// To whom: an account that the viewer sees (учётная запись)
    pub user_id: Id<UserId>,
    /// Why (причина)
    pub reason: Option<String>,
    /// The term; from today when absent, and always with an end
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<DelegateGrantInput> for grant::DelegateGrant {
    fn from(input: DelegateGrantInput) -> Self {
        let DelegateGrantInput { id, user_id, reason, validity } = input;
        Self { id: id.0, user: user_id.0, validity: validity.patch(), reason }
    }
}

/// A grant to end (прекращение полномочия)
#[derive(Clone, Debug, InputObject)]
pub struct EndGrantInput {
    /// Which (полномочие)
    pub id: Id<GrantId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// The last day, today or later; at once when absent (последний день)
    pub last_day: Option<Date>,
    /// Why (причина)
    pub reason: Option<String>,
}

impl From<EndGrantInput> for grant::EndGrant {
    fn from(input: EndGrantInput) -> Self {
        let EndGrantInput { id, expected_version, last_day, reason } = input;
        Self { id: id.0, expected_version, last_day: last_day.map(|day| day.0), reason }
    }
}
