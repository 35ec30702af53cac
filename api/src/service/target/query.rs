//! Reading targets: the only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::target_set;
use sea_orm::{EntityTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope},
    service::list::Stored,
};

impl Stored for target_set::Entity {
    const KIND: Kind = Kind::TargetSet;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        // No column of an organisation: nobody holds grants on none, so the region stands for it.
        Self::find().filter(scope.visible(&Columns::of(Self).organisation("region_id")))
    }
    fn id(model: &target_set::Model) -> Uuid {
        model.id.into()
    }
}
