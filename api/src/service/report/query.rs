//! Reading reports: the only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::report;
use sea_orm::{EntityTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope},
    service::list::Stored,
};

impl Stored for report::Entity {
    const KIND: Kind = Kind::Report;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        Self::find().filter(scope.visible(&Columns::of(Self)))
    }
    fn id(model: &report::Model) -> Uuid {
        model.id.into()
    }
}
