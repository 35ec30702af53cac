//! What the ledger needs of files: a file stands where its object stands.

use entity::{
    file,
    shared::{Level, Visibility},
};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::{Place, Root},
};

/// A file with the place of its object.
#[derive(Clone, Debug, Serialize)]
pub struct Placed {
    /// The file.
    #[serde(flatten)]
    pub row: file::Model,
    /// Where its object stands.
    #[serde(skip)]
    pub place: Place,
}

/// A file that hangs on nothing stands nowhere: no scope but the service's own reaches it.
pub fn nowhere() -> Place {
    Place { visibility: Visibility::Draft, level: Level::Organisation, ..Place::federal() }
}

impl Root for Placed {
    const KIND: Kind = Kind::File;
    fn id(&self) -> Uuid {
        self.row.id.into()
    }
    fn version(&self) -> i32 {
        self.row.version
    }
    fn natural_key(&self) -> Option<String> {
        None
    }
    fn place(&self) -> Place {
        self.place
    }
}
