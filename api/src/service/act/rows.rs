//! What the ledger needs of the rows of acts.

use entity::{CodeEnum, legal_act};
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

impl Root for legal_act::Model {
    const KIND: Kind = Kind::LegalAct;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    /// Issuer, kind, date and number as printed; an act printed without one of them has no key.
    fn natural_key(&self) -> Option<String> {
        let (issuer, date, number) = (self.issuer.as_ref()?, self.date?, self.number.as_ref()?);
        (self.date_precision == 1).then(|| format!("{issuer} | {} | {date} | {number}", self.kind.code()))
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
