//! The methods of an indicator by their first days, and its sources by their rank.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::{
    ids::{IndicatorId, LegalActId},
    indicator_method, indicator_source, legal_act,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::{
    db::{WriteTx, tally::EVER},
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{
        CODE, Cx, Patch, TEXT, line,
        list::{Stored, by_ids},
        paragraph,
    },
};

/// Most methods of an indicator.
const METHODS: usize = 50;
/// Most sources of an indicator; those that are not listed rank after all of these.
const SOURCES: usize = 50;

/// By which method an indicator is told from a day on.
#[derive(Clone, Debug)]
pub struct Method {
    /// First day; absent: not known since when.
    pub since: Option<NaiveDate>,
    /// Number or name of the version.
    pub number: Option<String>,
    /// The act.
    pub act: Option<LegalActId>,
    /// In words.
    pub text: Option<String>,
}

/// Sources, all of them, the first counts first.
pub type Sources = Patch<Vec<String>>;

/// The first day of a method, where it is known.
pub fn since(row: &indicator_method::Model) -> Option<NaiveDate> {
    Some(row.since).filter(|day| *day != EVER)
}

/// The methods of an input as rows.
pub(super) async fn methods(
    tx: &WriteTx,
    cx: &Cx,
    id: IndicatorId,
    given: Vec<Method>,
    problems: &mut Problems,
) -> Result<Vec<indicator_method::ActiveModel>, Failure> {
    if given.len() > METHODS {
        let (ru, en) = (format!("Не больше {METHODS}"), format!("At most {METHODS}"));
        problems.add(UserErrorCode::TooMany, "methods", ru, en);
        return Ok(vec![]);
    }
    let acts: Vec<_> = given.iter().filter_map(|method| method.act).map(Into::into).collect();
    let visible = legal_act::Entity::visible(&cx.scope(legal_act::Entity::KIND), cx.today());
    let seen: BTreeSet<LegalActId> = by_ids(tx, visible, &acts).await?.into_iter().map(|act| act.id).collect();
    let mut days = BTreeSet::new();
    let mut rows = Vec::with_capacity(given.len());
    for (i, Method { since, number, act, text }) in given.into_iter().enumerate() {
        let path = |member: &str| format!("methods.{i}.{member}");
        let number = number.and_then(|number| problems.keep(line(&number, &path("number"), CODE)));
        let text = text.and_then(|text| problems.keep(paragraph(&text, &path("text"), TEXT)));
        if act.is_some_and(|act| !seen.contains(&act)) {
            problems.push(UserError::unknown(&path("actId")));
        }
        if number.is_none() && text.is_none() && act.is_none() {
            problems.push(UserError::required(&path("text")));
        }
        let since = since.unwrap_or(EVER);
        if !days.insert(since) {
            problems.add(
                UserErrorCode::Duplicate,
                &path("since"),
                "С этого дня уже действует другая методика",
                "Another method begins on this day",
            );
        }
        rows.push(indicator_method::ActiveModel {
            indicator_id: Set(id),
            since: Set(since),
            number: Set(number),
            act_id: Set(act),
            text: Set(text),
        });
    }
    Ok(rows)
}

/// The sources of an input as rows.
pub(super) fn sources(
    id: IndicatorId,
    given: &[String],
    problems: &mut Problems,
) -> Vec<indicator_source::ActiveModel> {
    if given.len() > SOURCES {
        let (ru, en) = (format!("Не больше {SOURCES}"), format!("At most {SOURCES}"));
        problems.add(UserErrorCode::TooMany, "sources", ru, en);
        return vec![];
    }
    let mut names = BTreeSet::new();
    let mut rows = Vec::with_capacity(given.len());
    for (priority, (i, name)) in (1..).zip(given.iter().enumerate()) {
        let path = format!("sources.{i}");
        let Some(name) = problems.keep(line(name, &path, CODE)) else { continue };
        if !names.insert(name.clone()) {
            problems.add(UserErrorCode::Duplicate, &path, "Источник уже указан", "This source is given already");
            continue;
        }
        rows.push(indicator_source::ActiveModel { indicator_id: Set(id), source: Set(name), priority: Set(priority) });
    }
    rows
}

/// Replaces the methods.
pub(super) async fn set_methods(
    tx: &WriteTx,
    id: IndicatorId,
    rows: Vec<indicator_method::ActiveModel>,
) -> Result<(), Failure> {
    use indicator_method::{Column, Entity};
    Entity::delete_many().filter(Column::IndicatorId.eq(id)).exec(tx).await?;
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Replaces the sources.
pub(super) async fn set_sources(
    tx: &WriteTx,
    id: IndicatorId,
    rows: Vec<indicator_source::ActiveModel>,
) -> Result<(), Failure> {
    use indicator_source::{Column, Entity};
    Entity::delete_many().filter(Column::IndicatorId.eq(id)).exec(tx).await?;
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
