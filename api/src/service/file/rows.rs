//! What the ledger needs of files: a file stands where its object stands.

use entity::{
    CodeEnum, file,
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
    /// Where its object stands. The files of an agreement or an application are not public with it: they are told to
    /// those who read all of it; those of a report to those who fill it in.
    fn place(&self) -> Place {
        let most = match self.row.object_typename.as_deref().and_then(Kind::from_code) {
            Some(Kind::Agreement | Kind::Application) => Visibility::Submitted,
            Some(Kind::Report) => Visibility::Draft,
            _ => Visibility::Public,
        };
        Place { visibility: self.place.visibility.min(most), ..self.place }
    }
}
