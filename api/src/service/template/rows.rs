//! What the ledger needs of the rows of this domain.

use entity::report_template;
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

impl Root for report_template::Model {
    const KIND: Kind = Kind::ReportTemplate;
    fn id(&self) -> Uuid {
        self.id.into()
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn natural_key(&self) -> Option<String> {
        Some(format!("{}/{}", self.code, self.edition))
    }
    fn place(&self) -> Place {
        Place {
            region: self.region_id,
            municipality: self.municipality_id,
            organisation: None,
            visibility: self.visibility,
            level: self.level,
        }
    }
}
