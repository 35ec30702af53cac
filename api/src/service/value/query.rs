//! Reading values: the only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::value;
use sea_orm::{EntityTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope},
    service::list::Stored,
};

impl Stored for value::Entity {
    const KIND: Kind = Kind::Value;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        Self::find().filter(scope.visible(&Columns::of(Self)))
    }
    fn id(model: &value::Model) -> Uuid {
        model.id
    }
}
