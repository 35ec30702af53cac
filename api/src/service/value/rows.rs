//! What the ledger needs of the rows of this domain.

use entity::value;
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

impl Root for value::Model {
    const KIND: Kind = Kind::Value;
    fn id(&self) -> Uuid {
        self.id
    }
    fn version(&self) -> i32 {
        self.version
    }
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
