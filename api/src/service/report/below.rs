//! Two levels: what the reports of the level below add up to, number by number, where a campaign has campaigns below it.
//!
//! Counted while a report is filled in, kept with it when it is handed in.

use std::collections::{BTreeMap, HashSet};

use entity::{decimal::Decimal, ids::ReportId, report_answer};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{answers::blank, rules::COUNTED};
use crate::{
    db::sql::{bind, marks},
    error::AppError,
};

/// What the level below adds up to for one number of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The sum.
    pub number: Option<Decimal>,
    /// The sum of the denominators.
    pub denominator: Option<Decimal>,
}

/// Sums by report and field.
pub type Sums = BTreeMap<(ReportId, Uuid), Sum>;

/// The sums for some reports: over the reports of campaigns below theirs, in their territory, that are handed in. Numbers
/// are matched by the codes of their fields.
pub async fn sums(db: &impl ConnectionTrait, ids: &[ReportId]) -> Result<Sums, AppError> {
    if ids.is_empty() {
        return Ok(Sums::new());
    }
    let sql = format!(
        "SELECT above.id AS report_id, asked.id AS field_id, \
            CAST(SUM(answer.number_micros) AS BIGINT) AS number_micros, \
            MAX(answer.number_scale) AS number_scale, \
            CAST(SUM(answer.denominator_micros) AS BIGINT) AS denominator_micros, \
            MAX(answer.denominator_scale) AS denominator_scale \
         FROM report AS above \
         JOIN campaign AS upper ON upper.id = above.campaign_id \
         JOIN report_field AS asked ON asked.template_id = upper.template_id \
            AND asked.kind = 'NUMBER' AND asked.parent_id IS NULL \
         JOIN campaign AS lower ON lower.parent_id = upper.id AND lower.cancelled_on IS NULL \
         JOIN report AS part ON part.campaign_id = lower.id \
            AND (part.municipality_id = above.subject_id OR part.region_id = above.subject_id) \
         JOIN report_field AS given ON given.template_id = lower.template_id AND given.code = asked.code \
            AND given.kind = 'NUMBER' AND given.parent_id IS NULL \
         JOIN report_answer AS answer ON answer.report_id = part.id AND answer.field_id = given.id \
            AND answer.row_number = 0 AND answer.number_micros IS NOT NULL \
         WHERE above.id IN ({}) AND part.state IN ({}) \
         GROUP BY above.id, asked.id",
        marks(ids.len()),
        marks(COUNTED.len()),
    );
    let ids = ids.iter().map(|id| Uuid::from(*id).into());
    let states = COUNTED.iter().map(|state| entity::CodeEnum::code(*state).into());
    let mut sums = Sums::new();
    for row in db.query_all_raw(bind(db.get_database_backend(), &sql, ids.chain(states))).await? {
        let number = |micros: &str, scale: &str| {
            let (micros, scale) = (row.try_get::<Option<i64>>("", micros)?, row.try_get::<Option<i16>>("", scale)?);
            match micros.zip(scale) {
                Some((micros, scale)) => Decimal::from_stored(micros, scale).map(Some).map_err(AppError::internal),
                None => Ok(None),
            }
        };
        let sum = Sum {
            number: number("number_micros", "number_scale")?,
            denominator: number("denominator_micros", "denominator_scale")?,
        };
        sums.insert((row.try_get("", "report_id")?, row.try_get("", "field_id")?), sum);
    }
    Ok(sums)
}

/// Puts the sums into the answers of some reports; answers that only a sum has yet are added.
pub fn refresh(answers: &mut Vec<report_answer::Model>, of: &[ReportId], sums: &Sums) {
    let mut known = HashSet::new();
    for answer in answers.iter_mut().filter(|answer| answer.row_number == 0 && of.contains(&answer.report_id)) {
        let key = (answer.report_id, answer.field_id);
        put(answer, sums.get(&key));
        known.insert(key);
    }
    for (key, sum) in sums.iter().filter(|(key, _)| !known.contains(*key)) {
        let mut answer = blank(key.0, key.1, 0);
        put(&mut answer, Some(sum));
        answers.push(answer);
    }
}

/// Puts a sum into an answer, or takes away one that is no longer there.
pub fn put(answer: &mut report_answer::Model, sum: Option<&Sum>) {
    let (number, denominator) = sum.map_or((None, None), |sum| (sum.number, sum.denominator));
    answer.computed_micros = number.map(Decimal::micros);
    answer.computed_scale = number.map(Decimal::scale);
    answer.computed_denominator_micros = denominator.map(Decimal::micros);
    answer.computed_denominator_scale = denominator.map(Decimal::scale);
}
