//! What is done with recorded values: handing in, accepting, returning, locking, deleting; up to a thousand at once, all
//! or none.

use std::collections::{BTreeSet, HashMap};

use entity::{
    ids::{AnyId, IndicatorId},
    shared::Visibility,
    value,
};

use super::{
    actions, check,
    put::{Key, change, group_key, locked, remove},
    query,
    record::{IndicatorRef, Member, details, few},
    subjects::{self, Subject},
    touched::Touched,
};
use crate::{
    access::{Action, Kind, Reason},
    db::{WriteTx, change::Root},
    error::{Failure, Problems, UserError, UserErrorCode},
    period::Period,
    rules::breakdown::Breakdown,
    service::{
        Cx, TEXT,
        given::{GivenPeriod, subject_id},
        paragraph,
    },
};

/// A stored value as a row names it, with the version that was read.
#[derive(Clone, Debug)]
pub struct Step {
    /// The indicator.
    pub indicator: IndicatorRef,
    /// The node that it is about; none is the federation.
    pub subject: Option<AnyId>,
    /// A named group in it.
    pub group: Option<String>,
    /// Which part of the whole.
    pub breakdown: Vec<Member>,
    /// When.
    pub period: GivenPeriod,
    /// Who says so.
    pub source: String,
    /// The version that was read.
    pub expected_version: i32,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Handed in.
    Submit,
    /// Accepted: it is public from now on.
    Accept,
    /// Returned to whoever entered it, with what has to be mended.
    Return {
        /// What has to be mended.
        remark: String,
    },
    /// Closed, or opened again for a reason.
    Lock {
        /// Closed or opened.
        locked: bool,
        /// Why; needed to open.
        reason: Option<String>,
    },
    /// Removed.
    Delete,
}

impl Decision {
    /// The action whose right it needs.
    pub fn action(&self) -> Action {
        match self {
            Self::Submit => Action::SubmitValues,
            Self::Accept => Action::AcceptValues,
            Self::Return { .. } => Action::ReturnValues,
            Self::Lock { .. } => Action::LockValues,
            Self::Delete => Action::DeleteValues,
        }
    }

    /// As the audit log names it.
    fn name(&self) -> &'static str {
        match self {
            Self::Submit => "submitValues",
            Self::Accept => "acceptValues",
            Self::Return { .. } => "returnValues",
            Self::Lock { locked: true, .. } => "lockValues",
            Self::Lock { locked: false, .. } => "unlockValues",
            Self::Delete => "deleteValues",
        }
    }

    /// The text that goes with it, checked.
    fn text(&self) -> Result<Option<String>, UserError> {
        match self {
            Self::Return { remark } => paragraph(remark, "remark", TEXT).map(Some),
            Self::Lock { locked: false, reason: None } => Err(UserError::required("reason")),
            Self::Lock { reason, .. } => reason.as_deref().map(|reason| paragraph(reason, "reason", TEXT)).transpose(),
            Self::Submit | Self::Accept | Self::Delete => Ok(None),
        }
    }
}

/// Does it; answers the values as they are then, or were before they were deleted.
pub async fn decide(cx: &Cx, steps: Vec<Step>, decision: Decision) -> Result<Vec<value::Model>, Failure> {
    actions::somewhere(&cx.viewer, decision.action())?;
    few(steps.len())?;
    let mut tx = cx.write().await?;
    let mut problems = Problems::new();
    let text = problems.keep(decision.text()).flatten();
    let rows = targets(cx, &tx, &steps, &decision, problems).await?;
    let after = apply(&mut tx, rows, &decision, text.as_deref()).await?;
    for row in &after {
        tx.audit(decision.name(), row, text.clone(), details(row));
    }
    tx.commit().await?;
    Ok(after)
}

async fn apply(
    tx: &mut WriteTx,
    rows: Vec<value::Model>,
    decision: &Decision,
    text: Option<&str>,
) -> Result<Vec<value::Model>, Failure> {
    match decision {
        Decision::Submit => {
            change(tx, rows, |row| {
                row.visibility = Visibility::Submitted;
                row.remark = None;
            })
            .await
        }
        Decision::Accept => change(tx, rows, |row| row.visibility = Visibility::Public).await,
        Decision::Return { .. } => {
            change(tx, rows, |row| {
                row.visibility = Visibility::Draft;
                row.remark = text.map(ToOwned::to_owned);
            })
            .await
        }
        Decision::Lock { locked, .. } => {
            if *locked {
                adds_up(tx, &rows).await?;
            }
            change(tx, rows, |row| row.locked = *locked).await
        }
        Decision::Delete => {
            remove(tx, &rows).await?;
            Ok(rows)
        }
    }
}

/// What is locked adds up: breakdowns of accepted values against their totals.
async fn adds_up(tx: &WriteTx, rows: &[value::Model]) -> Result<(), Failure> {
    let mut stored = query::of_touched(tx, &Touched::by_stored(rows)?).await?;
    stored.retain(|row| row.visibility == Visibility::Public);
    let unequal = check::unequal(&stored);
    let mut problems = Problems::new();
    for (number, row) in rows.iter().enumerate() {
        let key = Key::of(row);
        if let Some(one) = unequal.iter().find(|one| one.concerns(&key)) {
            problems.push(one.error(&format!("rows.{number}")));
        }
    }
    problems.finish()
}

/// The values of the rows, held, allowed and not stale; all problems at once.
async fn targets(
    cx: &Cx,
    tx: &WriteTx,
    steps: &[Step],
    decision: &Decision,
    mut problems: Problems,
) -> Result<Vec<value::Model>, Failure> {
    let found = keys(cx, tx, steps, &mut problems).await?;
    let touched = touched(&found);
    touched.lock(tx).await?;
    let scope = cx.scope(Kind::Value);
    let mut stored: HashMap<Key, value::Model> = query::of_touched(tx, &touched)
        .await?
        .into_iter()
        .filter(|row| scope.sees(&row.place()) || super::list::sees_zone(&scope, row))
        .map(|row| (Key::of(&row), row))
        .collect();
    let mut rows = Vec::with_capacity(steps.len());
    let mut seen = BTreeSet::new();
    for (number, (step, found)) in steps.iter().zip(found).enumerate() {
        let path = format!("rows.{number}");
        let Some((key, ..)) = found else { continue };
        if !seen.insert(key.clone()) {
            let (ru, en) = ("Это значение уже названо выше", "This value is named above already");
            problems.add(UserErrorCode::Duplicate, &path, ru, en);
            continue;
        }
        let Some(row) = stored.remove(&key) else {
            problems.push(UserError::unknown(&path));
            continue;
        };
        let verdict = actions::verdict(&cx.viewer, decision.action(), &row);
        match verdict.reason {
            Reason::Allowed => {}
            Reason::WrongState if row.locked && *decision != Decision::Accept => problems.push(locked(&path)),
            Reason::WrongState => problems.push(UserError {
                code: UserErrorCode::RefusedTransition,
                message: verdict.message,
                path: path.split('.').map(ToOwned::to_owned).collect(),
            }),
            _ => verdict.require()?,
        }
        if row.version != step.expected_version {
            problems.add(
                UserErrorCode::StaleVersion,
                &format!("{path}.expectedVersion"),
                "Значение изменилось: проверьте его нынешний вид и повторите",
                "The value has changed: look at it as it is now and try again",
            );
        }
        rows.push(row);
    }
    problems.finish()?;
    Ok(rows)
}

/// What the rows name as it is now, for a client whose copy is stale.
pub async fn current(cx: &Cx, steps: &[Step]) -> Result<Vec<value::Model>, crate::error::AppError> {
    let found = match keys(cx, &cx.db, steps, &mut Problems::new()).await {
        Ok(found) => found,
        Err(Failure::App(error)) => return Err(error),
        Err(_) => return Ok(vec![]),
    };
    let scope = cx.scope(Kind::Value);
    let rows = query::of_touched(&cx.db, &touched(&found)).await?;
    let named: BTreeSet<Key> = found.into_iter().flatten().map(|(key, ..)| key).collect();
    let seen = |row: &value::Model| scope.sees(&row.place()) || super::list::sees_zone(&scope, row);
    Ok(rows.into_iter().filter(|row| named.contains(&Key::of(row)) && seen(row)).collect())
}

type Found = Option<(Key, Subject, Period)>;

fn touched(found: &[Found]) -> Touched {
    let named = found.iter().flatten();
    Touched::by(named.map(|(key, subject, period)| (key.indicator, key.subject, subject.node.level, *period)))
}

/// The keys of the rows, in their order; a row that names nothing is a problem and has none.
async fn keys(
    cx: &Cx,
    db: &impl sea_orm::ConnectionTrait,
    steps: &[Step],
    problems: &mut Problems,
) -> Result<Vec<Found>, Failure> {
    let indicators = query::named(db, &cx.scope(Kind::Indicator), steps.iter().map(|step| &step.indicator)).await?;
    let ids = steps.iter().filter_map(|step| step.subject).map(subjects::key).collect();
    let nodes = subjects::load(db, &cx.viewer, &ids).await?;
    let mut keys = Vec::with_capacity(steps.len());
    for (number, step) in steps.iter().enumerate() {
        let path = format!("rows.{number}");
        let known = |id: &IndicatorId, code: &str| match (&step.indicator.id, &step.indicator.code) {
            (Some(of), None) => of == id,
            (None, Some(of)) => of == code,
            _ => false,
        };
        let indicator = indicators.iter().find(|row| known(&row.id, &row.code)).map(|row| row.id);
        let subject = match step.subject {
            None => Some(Subject::federation()),
            Some(id) => nodes.get(&subjects::key(id)).copied(),
        };
        let parts = step.breakdown.iter().map(|member| (member.dimension, member.member.as_str()));
        let breakdown = Breakdown::of(parts).ok();
        let period = problems.keep(step.period.checked(&format!("{path}.period")));
        let named = indicator.zip(subject).zip(breakdown);
        if named.is_none() {
            problems.push(UserError::unknown(&path));
        }
        keys.push(named.zip(period).map(|(((indicator, subject), breakdown), period)| {
            let key = Key {
                indicator,
                subject: subject_id(&subject.node),
                group: group_key(step.group.as_deref()),
                breakdown: breakdown.to_string(),
                period: (period.kind(), period.from(), period.to()),
                source: step.source.clone(),
            };
            (key, subject, period)
        }));
    }
    Ok(keys)
}
