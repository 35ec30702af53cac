//! Which reports are counted, and what is said of each on a day, as SQL. The day is written into the text: PostgreSQL
//! would not see that an expression with parameters is the one it groups by.

use chrono::NaiveDate;
use entity::{campaign, report, shared::Visibility};
use sea_orm::{
    Condition,
    sea_query::{Expr, ExprTrait, JoinType, SelectStatement, SimpleExpr},
};

use super::Selection;
use crate::{
    access::{Columns, Kind},
    service::{Cx, campaign::sql::stands, competition::sql::calendar},
};

/// The reports of a selection that count for the viewer, with their campaigns.
pub fn rows(cx: &Cx, selection: &Selection) -> SelectStatement {
    let Selection { of, campaigns, level, period, from, to, day } = selection;
    let campaign = |column| Expr::col((campaign::Entity, column));
    let report = |column| Expr::col((report::Entity, column));
    let mut all = Condition::all().add(stands(*day)).add(of.rows(report::Entity, *day));
    let scope = cx.scope(Kind::Report);
    if !scope.is_system() {
        let published = campaign(campaign::Column::Visibility).eq(Visibility::Public);
        all = all.add(Condition::any().add(scope.countable(&Columns::of(report::Entity))).add(published));
    }
    if let Some(campaigns) = campaigns {
        all = all.add(report(report::Column::CampaignId).is_in(campaigns.iter().copied()));
    }
    if let Some(level) = level {
        all = all.add(report(report::Column::Level).eq(*level));
    }
    if let Some(period) = period {
        all = all
            .add(campaign(campaign::Column::PeriodType).eq(period.kind()))
            .add(campaign(campaign::Column::PeriodFrom).eq(period.from()))
            .add(campaign(campaign::Column::PeriodTo).eq(period.to()));
    }
    if let Some(from) = from {
        all = all.add(campaign(campaign::Column::PeriodTo).gte(*from));
    }
    if let Some(to) = to {
        all = all.add(campaign(campaign::Column::PeriodTo).lte(*to));
    }
    SelectStatement::new()
        .from(report::Entity)
        .join(
            JoinType::InnerJoin,
            campaign::Entity,
            campaign(campaign::Column::Id).equals((report::Entity, report::Column::CampaignId)),
        )
        .cond_where(all)
        .take()
}

/// The state on a day: on a past one from the days of handing in and accepting.
pub fn state(day: NaiveDate) -> SimpleExpr {
    let day = calendar(day);
    Expr::cust(format!(
        r#"CASE WHEN "report"."state" IN ('NOT_STARTED', 'DRAFT') THEN "report"."state"
            WHEN COALESCE("report"."first_submitted_on" > '{day}', TRUE) THEN 'DRAFT'
            WHEN "report"."state" IN ('ACCEPTED', 'LOCKED') AND "report"."accepted_on" > '{day}' THEN 'SUBMITTED'
            ELSE "report"."state" END"#
    ))
}

/// Whether it is in time on a day, by when it was first handed in: to be returned is not to be late.
pub fn timing(day: NaiveDate) -> SimpleExpr {
    let day = calendar(day);
    Expr::cust(format!(
        r#"CASE WHEN "report"."first_submitted_on" <= '{day}'
            THEN CASE WHEN "report"."first_submitted_on" <= "report"."due_on" THEN 'ON_TIME' ELSE 'LATE' END
            WHEN "report"."due_on" < '{day}' THEN 'OVERDUE' ELSE 'PENDING' END"#
    ))
}

/// Those that are not there on a day.
pub fn is_missing(day: NaiveDate) -> SimpleExpr {
    state(day).is_not_in(["SUBMITTED", "ACCEPTED", "LOCKED"])
}
