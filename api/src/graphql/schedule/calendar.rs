//! The calendar, day by day.

use async_graphql::{Context, SimpleObject};
use chrono::{Datelike, NaiveDate};
use entity::{campaign, ids::AnyId};

use crate::{
    error::AppError,
    graphql::{campaign::Campaign, connection::Shows, context::ContextExt, scalars::Date},
    rules::working_days,
    service::{inside, schedule::calendar::campaigns},
};

/// A day of the calendar (день календаря)
#[derive(SimpleObject)]
pub struct CalendarDayStats {
    /// The day (дата)
    date: Date,
    /// Whether it is worked on, by the production calendar of Russia for the five-day week (рабочий день)
    working: bool,
    /// Whether the decree of its year is known; else it follows from the Labour Code alone (перенос выходных известен)
    working_days_known: bool,
    /// Campaigns that open (открываются сборы)
    opening: Vec<Campaign>,
    /// Campaigns that are due, by their rule (срок сборов)
    due: Vec<Campaign>,
}

/// The days of a calendar.
pub(super) async fn days(
    ctx: &Context<'_>,
    of: Option<AnyId>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Option<Vec<CalendarDayStats>>, AppError> {
    let Some(of) = inside::asked(ctx.cx(), of).await? else { return Ok(None) };
    let found = campaigns(ctx.cx(), of, from, to).await?;
    let on = |day: NaiveDate, of: fn(&campaign::Model) -> Option<NaiveDate>| {
        let there = found.iter().filter(move |row| of(row) == Some(day));
        there.map(|row| Campaign::show(row.clone(), day)).collect()
    };
    let day = |date: NaiveDate| CalendarDayStats {
        date: Date(date),
        working: working_days::is_working(date),
        working_days_known: working_days::is_known(date.year()),
        opening: on(date, |row| row.opens_on),
        due: on(date, |row| Some(row.due_on)),
    };
    Ok(Some(from.iter_days().take_while(|date| *date <= to).map(day).collect()))
}
