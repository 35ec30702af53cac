//! The calendar: campaigns that open or are due on some days.

use chrono::NaiveDate;
use entity::{campaign, report};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use crate::{
    access::Kind,
    error::AppError,
    service::{Cx, inside::Inside, list::Stored},
};

/// Most days of one calendar.
pub const DAYS: i64 = 366;
/// Most campaigns of one calendar.
const CAMPAIGNS: usize = 1_000;

/// The campaigns that the viewer sees, not called off, that open or are due on some days: of owners inside a node, or
/// in which a node inside it is expected.
pub async fn campaigns(cx: &Cx, of: Inside, from: NaiveDate, to: NaiveDate) -> Result<Vec<campaign::Model>, AppError> {
    let days = to.signed_duration_since(from).num_days() + 1;
    if !(1..=DAYS).contains(&days) {
        return Err(AppError::bad_input(
            format!("Календарь: от 1 до {DAYS} дней"),
            format!("A calendar has 1 to {DAYS} days"),
        ));
    }
    let (today, column) = (cx.today(), |column| Expr::col((campaign::Entity, column)));
    let within = |day: campaign::Column| Condition::all().add(day.gte(from)).add(day.lte(to));
    let expecting = SelectStatement::new()
        .column((report::Entity, report::Column::CampaignId))
        .from(report::Entity)
        .cond_where(of.rows(report::Entity, today))
        .take();
    let about = Condition::any().add(owned(of)).add(column(campaign::Column::Id).in_subquery(expecting));
    let select = campaign::Entity::visible(&cx.scope(Kind::Campaign), today)
        .filter(campaign::Column::CancelledOn.is_null())
        .filter(Condition::any().add(within(campaign::Column::DueOn)).add(within(campaign::Column::OpensOn)))
        .filter(about)
        .order_by_asc(campaign::Column::DueOn)
        .order_by_asc(campaign::Column::SortKey)
        .order_by_asc(campaign::Column::Id)
        .limit(u64::try_from(CAMPAIGNS + 1).unwrap_or(u64::MAX));
    let found = select.all(&cx.db).await?;
    if found.len() > CAMPAIGNS {
        return Err(AppError::bad_input(
            format!("Сборов больше {CAMPAIGNS}: назовите узел или меньше дней"),
            format!("More than {CAMPAIGNS} campaigns: name a node or fewer days"),
        ));
    }
    Ok(found)
}

/// Campaigns whose owner is a node or lies in it.
fn owned(of: Inside) -> Condition {
    use entity::shared::Level;
    let column = match of.level {
        Level::Federation => return Condition::any().add(Expr::val(1).eq(1)),
        Level::Region => campaign::Column::RegionId,
        Level::Zone => campaign::Column::ZoneId,
        Level::Municipality => campaign::Column::MunicipalityId,
        Level::Organisation => return Condition::any().add(Expr::val(1).eq(0)),
    };
    Condition::any().add(column.eq(of.id))
}
