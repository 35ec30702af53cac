//! What the ledger needs of an application.

use entity::application;
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

impl Root for application::Model {
    const KIND: Kind = Kind::Application;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    /// An application has no key but the ids that sources give it.
    fn natural_key(&self) -> Option<String> {
        None
    }
    fn place(&self) -> Place {
        Place {
            region: self.region_id,
            municipality: self.municipality_id,
            organisation: Some(self.organisation_id),
            visibility: self.visibility,
            level: self.level,
        }
    }
}
