//! What the ledger needs of the rows of this domain.

use entity::value;
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
    period::Period,
    service::given::subject_any,
};

impl Root for value::Model {
    const KIND: Kind = Kind::Value;
    fn id(&self) -> Uuid {
        self.id
    }
    fn version(&self) -> i32 {
        self.version
    }
    /// Indicator, subject, group and breakdown where there are, period and source: a value has no other identity.
    fn natural_key(&self) -> Option<String> {
        let period = Period::new(self.period_type, self.period_from, self.period_to).ok()?;
        let subject =
            subject_any(self.subject, self.subject_id).map_or_else(|| "federation".to_owned(), |id| id.to_string());
        let group = self.group_name.clone().unwrap_or_default();
        let indicator = self.indicator_id.to_string();
        let key = [indicator, subject, group, self.breakdown.clone(), period.to_string(), self.source.clone()];
        Some(key.join(" | "))
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
