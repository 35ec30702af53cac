//! Who is to report to a node, as the network is on a day.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entity::{ids::AnyId, organisation::OrganisationType, shared::Level};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    access::NodeRef,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx,
        given::{subject_any, subject_id},
        organisation::query::organisation_nodes,
        territory::query::{municipality_nodes, region_nodes},
    },
};

/// Which of the nodes of a level are expected.
#[derive(Clone, Debug, Default)]
pub struct Among {
    /// These alone; all when absent.
    pub nodes: Option<Vec<AnyId>>,
    /// Organisations of these types alone.
    pub types: Option<Vec<OrganisationType>>,
}

/// Most nodes of a list.
const MOST: usize = 5_000;

/// The nodes of a level that report to an owner on a day.
pub async fn find(
    db: &impl ConnectionTrait,
    cx: &Cx,
    owner: &NodeRef,
    respondents: Level,
    day: NaiveDate,
    among: Among,
) -> Result<Vec<NodeRef>, Failure> {
    let Among { nodes, types } = among;
    if types.is_some() && respondents != Level::Organisation {
        return Err(UserError::new(
            UserErrorCode::Contradiction,
            "organisationTypes",
            "Типы отбирают только организации",
            "Types narrow organisations alone",
        )
        .into());
    }
    let all = match respondents {
        Level::Region => region_nodes(db, day).await?,
        Level::Municipality => municipality_nodes(db, owner, day).await?,
        _ => organisation_nodes(cx, db, owner, types.as_deref(), day).await?,
    };
    let Some(asked) = nodes else { return some(all) };
    if asked.len() > MOST {
        return Err(UserError::new(
            UserErrorCode::TooMany,
            "nodeIds",
            format!("Не больше {MOST}"),
            format!("At most {MOST}"),
        )
        .into());
    }
    let by_id: HashMap<AnyId, NodeRef> =
        all.into_iter().filter_map(|node| Some((subject_any(node.level, subject_id(&node))?, node))).collect();
    let (mut chosen, mut seen, mut problems) = (Vec::new(), HashSet::<Uuid>::new(), Problems::new());
    for (i, id) in asked.iter().enumerate() {
        match by_id.get(id) {
            Some(node) if seen.insert(id.uuid) => chosen.push(*node),
            Some(_) => {}
            None => problems.add(
                UserErrorCode::UnknownReference,
                &format!("nodeIds.{i}"),
                format!("На {day} такой узел здесь отчёта не сдаёт"),
                format!("On {day} no such node reports here"),
            ),
        }
    }
    problems.finish()?;
    some(chosen)
}

fn some(nodes: Vec<NodeRef>) -> Result<Vec<NodeRef>, Failure> {
    if nodes.is_empty() {
        return Err(UserError::new(
            UserErrorCode::Required,
            "nodeIds",
            "Сдавать отчёт некому",
            "There is nobody to report",
        )
        .into());
    }
    Ok(nodes)
}
