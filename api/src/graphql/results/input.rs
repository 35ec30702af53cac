//! What results are asked for, in the words of the graph.

use async_graphql::{InputObject, Lookahead};
use entity::{ids::AnyId, shared::Level};

use crate::{
    error::AppError,
    graphql::{codes::E, ids::Id, period::PeriodInput, scalars::Decimal},
    period::Period,
    rules::breakdown::Breakdown,
    service::results::{Wants, nodes::Where},
};

entity::code_enum! {
    /// From which state on figures count (какие значения учитывать)
    pub enum ResultState {
        /// What is accepted: known to everyone (принятые)
        Accepted = "ACCEPTED",
        /// What is handed in, too, as far as the viewer may read or count it; elsewhere what is accepted (представленные)
        Submitted = "SUBMITTED",
    }
}

entity::code_enum! {
    /// Order of results; without a number last (порядок результатов)
    pub enum ResultOrder {
        /// Nodes by name or as given, of each the indicators, of each the periods, as they are asked for (как в запросе)
        Asked = "ASKED",
        /// The least value first (по возрастанию значения)
        ValueAsc = "VALUE_ASC",
        /// The largest value first (по убыванию значения)
        ValueDesc = "VALUE_DESC",
        /// The farthest below the target first (по отставанию от цели)
        GapAsc = "GAP_ASC",
        /// The farthest above the target first (по превышению цели)
        GapDesc = "GAP_DESC",
    }
}

/// An indicator that is ranked by (показатель рейтинга)
#[derive(Clone, Debug, InputObject)]
pub struct RankingCriterionInput {
    /// Code (код показателя)
    pub code: String,
    /// Weight, more than zero; 1 when absent (вес)
    pub weight: Option<Decimal>,
}

/// Which nodes: one, what lies in one, or a list.
pub fn asked_nodes(
    of: Option<Id<AnyId>>,
    ids: Option<Vec<Id<AnyId>>>,
    children_at: Option<E<Level>>,
) -> Result<Where, AppError> {
    let of = of.map(|id| id.0);
    match (ids, children_at) {
        (None, None) => Ok(Where::Node(of)),
        (None, Some(E(level))) => Ok(Where::Children(of, level)),
        (Some(ids), None) if of.is_none() => Ok(Where::List(ids.into_iter().map(|id| id.0).collect())),
        (Some(_), _) => Err(AppError::bad_input("Либо ids, либо of и childrenAt", "Either ids, or of and childrenAt")),
    }
}

/// The periods, or what is wrong with one of them.
pub fn asked_periods(periods: Vec<PeriodInput>) -> Result<Vec<Period>, AppError> {
    periods.into_iter().map(PeriodInput::asked).collect()
}

/// The part of the whole in canonical text.
pub fn asked_breakdown(text: Option<&str>) -> Result<String, AppError> {
    let refused = |_fault| {
        AppError::bad_input("Разрез записывают так: DIRECTION=TECHNICAL", "A breakdown is written DIRECTION=TECHNICAL")
    };
    Breakdown::parse(text.unwrap_or_default()).map(|breakdown| breakdown.to_string()).map_err(refused)
}

/// Which costly parts of results a selection has.
pub fn wanted(results: &Lookahead<'_>) -> Wants {
    let any = |names: &[&str]| names.iter().any(|name| results.field(name).exists());
    Wants {
        coverage: any(&["coverage", "flags", "change"]),
        missing: results.field("coverage").field("missing").exists(),
        looks: any(&["flags", "change"]),
        targets: any(&["target", "comparator", "gap", "attainment", "met", "targets"]),
    }
}
