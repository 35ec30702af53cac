//! What stands above a centre: a centre of the same kind or a wider one, whose territory and term hold the lower one,
//! without a circle (V17).

use entity::{
    centre::{self, CentreKind},
    ids::CentreId,
};
use sea_orm::ConnectionTrait;

use super::{query, rules};
use crate::{
    access::Viewer,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{
        list::visible_row,
        place::{LAST, municipality},
    },
    validity::Validity,
    validity_of,
};

/// More centres above each other than any network has; a longer way up is a circle.
const HIGHEST: usize = 20;

/// Where a centre is to stand.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The centre, when it exists already.
    pub id: Option<CentreId>,
    /// Its kind.
    pub kind: CentreKind,
    /// Its territory.
    pub row: Territory,
    /// Its term.
    pub validity: &'a Validity,
}

/// The territory of a centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Territory {
    /// Region.
    pub region: entity::ids::RegionId,
    /// Zone of a ЗОЦ.
    pub zone: Option<entity::ids::ZoneId>,
    /// Municipality of a МОЦ; the seat of the others.
    pub municipality: Option<entity::ids::MunicipalityId>,
}

impl Territory {
    /// The territory of a row.
    pub fn of(row: &centre::Model) -> Self {
        Self { region: row.region_id, zone: row.zone_id, municipality: row.municipality_id }
    }
}

/// Checks the centre above.
pub async fn check_parent(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    child: Standing<'_>,
    parent: Option<CentreId>,
    problems: &mut Problems,
) -> Result<(), Failure> {
    let Some(id) = parent else { return Ok(()) };
    let Some(parent) = other(tx, viewer, child, id, "parentId", problems).await? else { return Ok(()) };
    if !rules::may_stand_above(parent.kind, child.kind) || !holds(tx, &parent, child).await? {
        problems.add(
            UserErrorCode::Contradiction,
            "parentId",
            "Вышестоящий центр должен быть не у́же по уровню и охватывать территорию этого центра",
            "The centre above must be of the same kind or wider, and hold the territory of this one",
        );
    }
    if !rules::lies_within(child.validity, &validity_of!(parent)) {
        problems.add(
            UserErrorCode::DateOrder,
            "validFrom",
            "Срок центра должен лежать внутри срока вышестоящего центра",
            "The term must lie inside the term of the centre above",
        );
    }
    if let Some(own) = child.id
        && is_above(tx, own, &parent).await?
    {
        problems.push(circle("parentId"));
    }
    Ok(())
}

/// Checks the centre that reports go to.
pub async fn check_reports_to(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    child: Standing<'_>,
    reports_to: Option<CentreId>,
    problems: &mut Problems,
) -> Result<(), Failure> {
    let Some(id) = reports_to else { return Ok(()) };
    let Some(above) = other(tx, viewer, child, id, "reportsToId", problems).await? else { return Ok(()) };
    if !rules::may_stand_above(above.kind, child.kind) {
        problems.add(
            UserErrorCode::Contradiction,
            "reportsToId",
            "Отчёты идут центру того же или более широкого уровня",
            "Reports go to a centre of the same kind or a wider one",
        );
    }
    Ok(())
}

/// A visible centre of the same region that is not the centre itself.
async fn other(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    child: Standing<'_>,
    id: CentreId,
    path: &str,
    problems: &mut Problems,
) -> Result<Option<centre::Model>, Failure> {
    let found = visible_row::<centre::Entity>(tx, viewer, id, LAST).await?;
    let Some(found) = found else {
        problems.push(UserError::unknown(path));
        return Ok(None);
    };
    if Some(found.id) == child.id {
        problems.push(circle(path));
        return Ok(None);
    }
    if found.region_id != child.row.region {
        problems.add(UserErrorCode::Contradiction, path, "Центр другого региона", "The centre is of another region");
        return Ok(None);
    }
    Ok(Some(found))
}

/// Whether the territory of a centre holds that of another. The zone of a municipality is that of the first day.
async fn holds(tx: &impl ConnectionTrait, parent: &centre::Model, child: Standing<'_>) -> Result<bool, Failure> {
    match parent.kind {
        CentreKind::Rmc => Ok(true),
        CentreKind::Zoc => match (child.kind, child.row.municipality) {
            (CentreKind::Zoc, _) => Ok(child.row.zone == parent.zone_id),
            (CentreKind::Moc, Some(id)) => {
                let now = municipality(tx, id, "municipalityId").await?;
                Ok(now.zone_id == parent.zone_id)
            }
            _ => Ok(false),
        },
        CentreKind::Moc => Ok(child.kind == CentreKind::Moc && child.row.municipality == parent.municipality_id),
    }
}

/// Whether a centre stands above another, or is it.
async fn is_above(tx: &impl ConnectionTrait, id: CentreId, lower: &centre::Model) -> Result<bool, AppError> {
    let mut next = Some(lower.id);
    for _ in 0..HIGHEST {
        match next {
            None => return Ok(false),
            Some(at) if at == id => return Ok(true),
            Some(at) => next = query::stored(tx, at).await?.and_then(|row| row.parent_id),
        }
    }
    Ok(true)
}

/// Checks that the centres below still lie inside a term.
pub async fn check_below(
    tx: &impl ConnectionTrait,
    id: CentreId,
    validity: &Validity,
    problems: &mut Problems,
) -> Result<(), Failure> {
    let below = query::below(tx, id).await?;
    if below.iter().any(|row| !rules::lies_within(&validity_of!(row), validity)) {
        problems.add(
            UserErrorCode::DateOrder,
            "validTo",
            "Сначала завершите или переподчините нижестоящие центры: их срок выходит за этот",
            "End or move the centres below first: their term goes beyond this one",
        );
    }
    Ok(())
}

fn circle(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::Contradiction,
        path,
        "Центр не может стоять над собой",
        "A centre can't stand above itself",
    )
}
