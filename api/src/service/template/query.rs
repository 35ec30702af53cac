//! Reading templates: the only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{ids::ReportTemplateId, report_field, report_template};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope},
    error::AppError,
    service::{
        Cx,
        list::{Parts, Stored},
    },
    text,
};

impl Stored for report_template::Entity {
    const KIND: Kind = Kind::ReportTemplate;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        // No column of an organisation: nobody holds grants on none, so the region stands for it.
        Self::find().filter(scope.visible(&Columns::of(Self).organisation("region_id")))
    }
    fn id(model: &report_template::Model) -> Uuid {
        model.id.into()
    }
}

/// The fields of the editions that a viewer sees, in their order.
impl Parts for report_field::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<report_field::Model>, AppError> {
        let ids: Vec<ReportTemplateId> = parents.iter().copied().map(Into::into).collect();
        fields(&cx.db, &ids).await
    }
    fn parents(model: &report_field::Model) -> Vec<Uuid> {
        vec![model.template_id.into()]
    }
}

/// The fields of some editions, in their order: every column after its table.
pub async fn fields(db: &impl ConnectionTrait, ids: &[ReportTemplateId]) -> Result<Vec<report_field::Model>, AppError> {
    let select = report_field::Entity::find()
        .filter(report_field::COLUMN.template_id.is_in(ids.iter().copied()))
        .order_by_asc(report_field::Column::TemplateId)
        .order_by_asc(report_field::Column::Ordinal);
    Ok(select.all(db).await?)
}

/// The edition of a code and a number, or the newest that is published, if the viewer sees it.
pub async fn by_code(cx: &Cx, code: &str, edition: Option<i32>) -> Result<Option<report_template::Model>, AppError> {
    if !text::storable(code) {
        return Ok(None);
    }
    let chosen = match edition {
        Some(edition) => report_template::COLUMN.edition.eq(edition),
        None => report_template::COLUMN.published_on.is_not_null(),
    };
    let select = report_template::Entity::visible(&cx.scope(Kind::ReportTemplate), cx.today())
        .filter(report_template::COLUMN.code.eq(code))
        .filter(chosen)
        .order_by_desc(report_template::Column::Edition);
    Ok(select.one(&cx.db).await?)
}

/// The last edition of a code, whoever sees it: codes are unique in the whole country.
pub(super) async fn last_edition(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<report_template::Model>, AppError> {
    let select = report_template::Entity::find()
        .filter(report_template::COLUMN.code.eq(code))
        .order_by_desc(report_template::Column::Edition);
    Ok(select.one(db).await?)
}

/// Whether another edition was copied from this one.
pub(super) async fn is_copied(db: &impl ConnectionTrait, id: ReportTemplateId) -> Result<bool, AppError> {
    let select = report_template::Entity::find().filter(report_template::COLUMN.copied_from_id.eq(id));
    Ok(select.count(db).await? > 0)
}
