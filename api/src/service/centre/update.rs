//! Changing centres: the card by whoever writes it; host, parent, seat and term by whoever decides on the network. A
//! host that changes from a day on leaves the earlier one in `centre_host`.

use chrono::NaiveDate;
use entity::{
    centre::{self, CentreKind},
    centre_host,
    ids::{CentreId, MunicipalityId, OrganisationId},
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{
    actions,
    create::seat,
    rules::{link, links},
    tree::{Standing, Territory, check_below, check_parent, check_reports_to},
};
use crate::{
    access::{Action, Kind},
    db::WriteTx,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx, NAME, Patch,
        act::basis::{self, Basis},
        check_version,
        contact::{self, SetContact},
        dated::ValidityPatch,
        line,
        list::visible_row,
        open_points::{self, OpenPoint},
        place::{self, LAST},
    },
    set_validity, text, validity_of,
};

/// Changes of a centre.
#[derive(Clone, Debug)]
pub struct UpdateCentre {
    /// Which.
    pub id: CentreId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Name.
    pub name: Patch<String>,
    /// Site.
    pub website: Patch<String>,
    /// Accounts, all of them.
    pub links: Patch<Vec<String>>,
    /// What the source leaves open, all of it.
    pub open_points: Patch<Vec<OpenPoint>>,
    /// Acts, all of them.
    pub acts: Patch<Vec<Basis>>,
    /// Where it stands.
    pub arrangement: Arrangement,
}

/// What only those who decide on the network change.
#[derive(Clone, Debug, Default)]
pub struct Arrangement {
    /// The organisation on whose base it works.
    pub host: Patch<OrganisationId>,
    /// The first day on that base; absent corrects what is stored.
    pub host_since: Option<NaiveDate>,
    /// The centre above it.
    pub parent: Patch<CentreId>,
    /// Where its reports go.
    pub reports_to: Patch<CentreId>,
    /// The seat of an РМЦ or a ЗОЦ.
    pub seat: Patch<MunicipalityId>,
    /// The term.
    pub validity: ValidityPatch,
}

impl Arrangement {
    fn is_empty(&self) -> bool {
        let Self { host, host_since: _, parent, reports_to, seat, validity } = self;
        let ValidityPatch { from, to } = validity;
        !(host.is_set() || parent.is_set() || reports_to.is_set() || seat.is_set() || from.is_set() || to.is_set())
    }
}

/// Changes a centre.
pub async fn update(cx: &Cx, input: UpdateCentre) -> Result<centre::Model, Failure> {
    let UpdateCentre { id, expected_version, name, website, links: accounts, open_points: points, acts, arrangement } =
        input;
    let mut tx = cx.write().await?;
    place::lock(&tx, "centre", id).await?;
    let stored = visible_row::<centre::Entity>(&tx, &cx.viewer, id, LAST).await?.ok_or_else(AppError::not_found)?;
    let card = name.is_set() || website.is_set() || accounts.is_set() || points.is_set() || acts.is_set();
    if card || arrangement.is_empty() {
        actions::verdict(&cx.viewer, Action::UpdateCentre, &stored).require()?;
    }
    if !arrangement.is_empty() {
        actions::verdict(&cx.viewer, Action::ArrangeCentre, &stored).require()?;
    }
    check_version(stored.version, expected_version)?;
    let mut row = stored.clone().into_active_model();
    let mut problems = Problems::new();
    let name = problems.keep(
        name.try_map(|name| line(&name, "name", NAME)).and_then(|name| name.or_required(stored.name.clone(), "name")),
    );
    if let Some(website) = problems.keep(website.try_map(|text| link(&text, "website"))) {
        row.website = Set(website.or(stored.website.clone()));
    }
    if let Patch::Set(given) = accounts {
        row.links = Set(links(&given.unwrap_or_default(), &mut problems));
    }
    if let Patch::Set(given) = points {
        let given = open_points::check(given.unwrap_or_default(), "openPoints", &mut problems);
        row.open_points = Set(open_points::write(given));
    }
    problems.finish()?;
    let name = name.unwrap_or_default();
    let moved = arrange(&tx, cx, &stored, &mut row, arrangement).await?;
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.sort_key = Set(text::sort_key(&name));
    row.search_key = Set(text::fold(&name));
    row.name = Set(name);
    let row = row.update(&tx).await?;
    let mut also = vec![];
    if let Patch::Set(acts) = acts {
        let acts = acts.unwrap_or_default();
        basis::set(&tx, &cx.viewer, Kind::Centre, id.into(), &acts, "acts", cx.today()).await?;
        also.push("acts");
    }
    tx.updated(&stored, &row, &also);
    if moved {
        tx.audit("updateCentre", &row, None, serde_json::json!({ "arranged": true }));
    }
    tx.commit().await?;
    Ok(row)
}

/// Keeps whom to ask at a centre.
pub async fn set_contact(
    cx: &Cx,
    id: CentreId,
    expected_version: i32,
    input: SetContact,
) -> Result<centre::Model, Failure> {
    let mut tx = cx.write().await?;
    place::lock(&tx, "centre", id).await?;
    let stored = visible_row::<centre::Entity>(&tx, &cx.viewer, id, LAST).await?.ok_or_else(AppError::not_found)?;
    actions::verdict(&cx.viewer, Action::UpdateCentre, &stored).require_at(stored.version, expected_version)?;
    if !contact::store(&tx, id.into(), input).await? {
        return Ok(stored);
    }
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &["contact"]);
    tx.commit().await?;
    Ok(row)
}

/// Checks and sets where a centre stands; tells whether anything of it was given.
async fn arrange(
    tx: &WriteTx,
    cx: &Cx,
    stored: &centre::Model,
    row: &mut centre::ActiveModel,
    arrangement: Arrangement,
) -> Result<bool, Failure> {
    if arrangement.is_empty() {
        return Ok(false);
    }
    let Arrangement { host, host_since, parent, reports_to, seat: place_of, validity } = arrangement;
    place::lock(tx, "region", stored.region_id).await?;
    let mut territory = Territory::of(stored);
    if let Patch::Set(municipality) = place_of {
        if stored.kind == CentreKind::Moc {
            return Err(UserError::new(
                UserErrorCode::Contradiction,
                "seatId",
                "Муниципалитет муниципального центра не меняется: это другой центр",
                "The municipality of a municipal centre does not change: that is another centre",
            )
            .into());
        }
        seat(tx, stored.kind, stored.region_id, stored.zone_id, municipality).await?;
        territory.municipality = municipality;
        row.municipality_id = Set(municipality);
    }
    let validity = validity.over(&validity_of!(stored))?;
    let (parent, reports_to) = (parent.or(stored.parent_id), reports_to.or(stored.reports_to_id));
    let mut problems = Problems::new();
    let standing = Standing { id: Some(stored.id), kind: stored.kind, row: territory, validity: &validity };
    check_parent(tx, &cx.viewer, standing, parent, &mut problems).await?;
    check_reports_to(tx, &cx.viewer, standing, reports_to, &mut problems).await?;
    check_below(tx, stored.id, &validity, &mut problems).await?;
    problems.finish()?;
    row.parent_id = Set(parent);
    row.reports_to_id = Set(reports_to);
    set_validity!(row, &validity);
    if let Patch::Set(host) = host {
        let host = match host {
            Some(id) => Some(place::organisation(tx, &cx.viewer, id, "hostId").await?.id),
            None => None,
        };
        if host != stored.organisation_id
            && let Some(since) = host_since
        {
            keep_past(tx, stored, since).await?;
            row.host_since = Set(Some(since));
        }
        row.organisation_id = Set(host);
    }
    Ok(true)
}

/// Keeps the host that was until the day before.
async fn keep_past(tx: &WriteTx, stored: &centre::Model, since: NaiveDate) -> Result<(), Failure> {
    let order = || {
        UserError::new(
            UserErrorCode::DateOrder,
            "hostSince",
            "Дата должна быть позже прежней смены базы и начала работы центра",
            "The day must be after the last change of host and the first day of the centre",
        )
    };
    let from = stored.host_since.or(stored.valid_from);
    let to = since.pred_opt().ok_or_else(order)?;
    if from.is_some_and(|from| from > to) || stored.valid_to.is_some_and(|end| since > end) {
        return Err(order().into());
    }
    let past = centre_host::ActiveModel {
        id: Set(tx.new_id()),
        centre_id: Set(stored.id),
        organisation_id: Set(stored.organisation_id),
        from_day: Set(stored.host_since),
        to_day: Set(to),
    };
    past.insert(tx).await?;
    Ok(())
}
