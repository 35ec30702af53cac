//! What the ledger needs of a competition.

use entity::competition;
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

impl Root for competition::Model {
    const KIND: Kind = Kind::Competition;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    /// A competition has no key but the ids that sources give it.
    fn natural_key(&self) -> Option<String> {
        None
    }
    fn place(&self) -> Place {
        Place {
            region: self.region_id,
            municipality: self.municipality_id,
            organisation: self.organisation_id,
            visibility: self.visibility,
            level: self.level,
        }
    }
}
