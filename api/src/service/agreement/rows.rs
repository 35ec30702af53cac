//! What the ledger needs of an agreement, and where its parties stand.

use entity::{agreement, agreement_party};
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

impl Root for agreement::Model {
    const KIND: Kind = Kind::Agreement;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn natural_key(&self) -> Option<String> {
        self.number.clone()
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

/// Where a party stands: who may read through it and sign for it.
pub fn party_place(party: &agreement_party::Model) -> Place {
    Place {
        region: party.region_id,
        municipality: party.municipality_id,
        organisation: party.organisation_id,
        level: party.level,
        ..Place::federal()
    }
}
