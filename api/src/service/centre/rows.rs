//! What the ledger needs of a centre.

use entity::centre::{self, CentreKind};
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

/// The type of a kind of centre in the contract.
pub fn type_name(kind: CentreKind) -> &'static str {
    match kind {
        CentreKind::Rmc => "RegionalModelCentre",
        CentreKind::Zoc => "ZonalCentre",
        CentreKind::Moc => "MunicipalCentre",
    }
}

impl Root for centre::Model {
    const KIND: Kind = Kind::Centre;
    fn type_name(&self) -> &'static str {
        type_name(self.kind)
    }
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
        Place {
            region: Some(self.region_id),
            municipality: self.municipality_id,
            organisation: self.organisation_id,
            visibility: self.visibility,
            level: self.level,
        }
    }
}
