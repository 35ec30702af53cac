//! Hanging a file on an object, taking it off, removing it.

use entity::{
    CodeEnum, file, file_content,
    ids::{AnyId, FileId, ReportId},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, ModelTrait, Set};
use uuid::Uuid;

use super::{
    actions::{self, verdict},
    query,
    rows::{Placed, nowhere},
};
use crate::{
    access::{Action, Kind},
    db::{
        WriteTx,
        change::{Place, Root},
    },
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{Cx, check_version, list::visible_row, object, report},
};

/// Most files of one object.
const MOST: usize = 50;

/// A file to hang on an object.
#[derive(Clone, Debug)]
pub struct AttachFile {
    /// Which.
    pub id: FileId,
    /// On what.
    pub object: AnyId,
}

/// Hangs a file on an object.
pub async fn attach(cx: &Cx, input: AttachFile) -> Result<file::Model, Failure> {
    let AttachFile { id, object } = input;
    let mut tx = cx.write().await?;
    let (stored, before) = query::for_update(&tx, &cx.viewer, id).await?.ok_or_else(AppError::not_found)?;
    let holder = object::kind_of(object).filter(|kind| actions::HOLDERS.contains(kind));
    let kind = holder.ok_or_else(|| UserError::unknown("objectId"))?;
    let places = object::places(&tx, &cx.viewer, kind, &[object.uuid]).await?;
    let place = places.get(&object.uuid).ok_or_else(|| UserError::unknown("objectId"))?;
    actions::attach(&cx.viewer, kind, place).require()?;
    if kind == Kind::Report {
        of_report(&tx, cx, object.uuid.into()).await?;
    }
    if stored.object_id == Some(object.uuid) {
        return Ok(stored);
    }
    if stored.object_id.is_some() {
        return Err(
            UserError::refused("Файл уже приложен к другому объекту", "The file hangs on another object").into()
        );
    }
    if query::of_object(&tx, object.uuid).await?.len() >= MOST {
        return Err(UserError::new(
            UserErrorCode::TooMany,
            "objectId",
            format!("Не больше {MOST} файлов у одного объекта"),
            format!("At most {MOST} files on one object"),
        )
        .into());
    }
    let hung = Some((object.uuid, kind.code().to_owned()));
    let row = hang(&mut tx, stored, (before, hung, *place)).await?;
    tx.commit().await?;
    Ok(row)
}

/// Files of a report change while it is filled in, by whoever fills it in.
async fn of_report(tx: &WriteTx, cx: &Cx, id: ReportId) -> Result<(), Failure> {
    let row = visible_row::<entity::report::Entity>(tx, &cx.viewer, id, cx.today()).await?;
    let row = row.ok_or_else(AppError::not_found)?;
    let campaign = report::query::held_campaign(tx, row.campaign_id).await?;
    report::actions::verdict(&cx.viewer, &row, &campaign, Action::AttachFile, cx.today()).require()
}

/// A file to take off its object, or to remove.
#[derive(Clone, Debug)]
pub struct FileStep {
    /// Which.
    pub id: FileId,
    /// The version that the client has seen.
    pub expected_version: i32,
}

/// Takes a file off its object: it is its uploader's again.
pub async fn detach(cx: &Cx, input: FileStep) -> Result<file::Model, Failure> {
    let FileStep { id, expected_version } = input;
    let mut tx = cx.write().await?;
    let (stored, place) = query::for_update(&tx, &cx.viewer, id).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::DetachFile, &stored, place.as_ref()).require()?;
    if stored.object_typename.as_deref() == Some(Kind::Report.code()) {
        if let Some(report) = stored.object_id {
            of_report(&tx, cx, report.into()).await?;
        }
        if report::query::refers_to_file(&tx, id).await? {
            let (ru, en) =
                ("Файл — ответ отчёта: сначала уберите ответ", "The file is an answer: clear the answer first");
            return Err(UserError::new(UserErrorCode::InUse, "id", ru, en).into());
        }
    }
    check_version(stored.version, expected_version)?;
    let row = hang(&mut tx, stored, (place, None, nowhere())).await?;
    tx.commit().await?;
    Ok(row)
}

/// Removes a file that hangs on nothing; answers it as it was.
pub async fn delete(cx: &Cx, input: FileStep) -> Result<file::Model, Failure> {
    let FileStep { id, expected_version } = input;
    let mut tx = cx.write().await?;
    let (stored, place) = query::for_update(&tx, &cx.viewer, id).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::DeleteFile, &stored, place.as_ref()).require_at(stored.version, expected_version)?;
    remove(&mut tx, stored.clone(), nowhere()).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Removes the files of an object that is itself removed; the caller has checked the right.
pub async fn remove_all(tx: &mut WriteTx, object: Uuid, place: Place) -> Result<(), Failure> {
    for row in query::of_object(tx, object).await? {
        remove(tx, row, place).await?;
    }
    Ok(())
}

/// Hangs the files of an object on another of its kind that takes its place; the caller has checked the right.
pub async fn follow<R: Root>(tx: &mut WriteTx, from: &R, to: &R) -> Result<(), Failure> {
    for row in query::of_object(tx, from.id()).await? {
        let hung = Some((to.id(), R::KIND.code().to_owned()));
        hang(tx, row, (Some(from.place()), hung, to.place())).await?;
    }
    Ok(())
}

async fn remove(tx: &mut WriteTx, row: file::Model, place: Place) -> Result<(), Failure> {
    file_content::Entity::delete_by_id(row.id).exec(tx).await?;
    row.clone().delete(tx).await?;
    tx.deleted(&Placed { row, place });
    Ok(())
}

async fn hang(
    tx: &mut WriteTx,
    stored: file::Model,
    (before, object, place): (Option<Place>, Option<(Uuid, String)>, Place),
) -> Result<file::Model, Failure> {
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    let (id, typename) = object.unzip();
    row.object_id = Set(id);
    row.object_typename = Set(typename);
    let row = row.update(tx).await?;
    let before = Placed { row: stored, place: before.unwrap_or_else(nowhere) };
    tx.updated(&before, &Placed { row: row.clone(), place }, &[]);
    Ok(row)
}
