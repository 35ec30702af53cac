//! What the ledger needs of accounts and grants. They are never public.

use entity::{role_grant, user_account};
use uuid::Uuid;

use crate::{
    access::{Kind, NodeRef},
    db::change::{Place, Root},
};

impl Root for user_account::Model {
    const KIND: Kind = Kind::User;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    /// None: an e-mail would stay in the feed after it was changed.
    fn natural_key(&self) -> Option<String> {
        None
    }
    fn place(&self) -> Place {
        NodeRef::of_home(self).place()
    }
}

impl Root for role_grant::Model {
    const KIND: Kind = Kind::Grant;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn natural_key(&self) -> Option<String> {
        None
    }
    fn place(&self) -> Place {
        NodeRef::of_grant(self).place()
    }
}
