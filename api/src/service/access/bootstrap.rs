//! The first start: an administrator whose one-time password is shown once. Whoever starts the service calls this while
//! it holds the lock of the migrations, so of several nodes one makes the account.

use entity::user_account;

use super::{command, query};
use crate::{access::NodeRef, access::Role, error::Failure, service::Cx};

/// The sign-in name of the first administrator.
pub const EMAIL: &str = "admin@localhost";

/// Opens the first account where there is none; answers it with its one-time password.
pub async fn bootstrap(cx: &Cx) -> Result<Option<(user_account::Model, String)>, Failure> {
    if query::any_account(&cx.db).await? {
        return Ok(None);
    }
    let name = Some("Администратор платформы");
    command::open(cx, EMAIL, name, Role::PlatformAdmin, NodeRef::federation(), "bootstrap").await.map(Some)
}
