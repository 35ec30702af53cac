//! Whom to ask at an organisation or a centre: a position with a telephone, never a name, never public.
//!
//! A contact is edited through the object it belongs to, with that object's version; the object's domain calls
//! [`store`] in its own transaction and asks [`may_read`] before it shows one.
#![expect(clippy::disallowed_methods, reason = "the owner of the object checks its scope by may_read")]

use entity::contact;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use super::{Cx, line, list::Parts};
use crate::{
    access::{Kind, Right, Viewer},
    db::change::Place,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    rules::registration,
    service::Patch,
};

/// Most characters of a position.
const POSITION: usize = 200;
/// Most characters of a telephone number.
const PHONE: usize = 60;

/// Whether the contact of an object at a place may be shown: only with the right to read its kind there.
pub fn may_read(viewer: &Viewer, kind: Kind, place: &Place) -> bool {
    viewer.can(Right::Read, kind, place)
}

/// A contact to keep; without a position the contact is removed.
#[derive(Clone, Debug, Default)]
pub struct SetContact {
    /// Position.
    pub position: Patch<String>,
    /// Telephone.
    pub phone: Patch<String>,
    /// E-mail.
    pub email: Patch<String>,
}

/// The contact of an object, for rules.
pub async fn of(db: &impl ConnectionTrait, object: Uuid) -> Result<Option<contact::Model>, AppError> {
    Ok(contact::Entity::find_by_id(object).one(db).await?)
}

/// Keeps the contact of an object whose right and version have been checked; says whether anything changed.
pub async fn store(tx: &impl ConnectionTrait, object: Uuid, input: SetContact) -> Result<bool, Failure> {
    let SetContact { position, phone, email } = input;
    let before = of(tx, object).await?;
    let mut problems = Problems::new();
    let position = problems.keep(position.try_map(|text| line(&text, "position", POSITION)));
    let phone = problems.keep(phone.try_map(|text| checked_phone(&text)));
    let email = problems.keep(email.try_map(|text| checked_email(&text, "email")));
    problems.finish()?;
    let kept = before.clone();
    let position = position.unwrap_or_default().or(kept.as_ref().map(|row| row.position.clone()));
    let phone = phone.unwrap_or_default().or(kept.as_ref().and_then(|row| row.phone.clone()));
    let email = email.unwrap_or_default().or(kept.and_then(|row| row.email));
    let after = match (position, &phone, &email) {
        (Some(position), ..) => Some(contact::Model { object_id: object, position, phone, email }),
        (None, None, None) => None,
        (None, ..) => return Err(UserError::required("position").into()),
    };
    if before == after {
        return Ok(false);
    }
    match (before, after) {
        (Some(_), Some(row)) => {
            let contact::Model { object_id, position, phone, email } = row;
            let row = contact::ActiveModel {
                object_id: Set(object_id),
                position: Set(position),
                phone: Set(phone),
                email: Set(email),
            };
            row.update(tx).await?;
        }
        (None, Some(row)) => {
            row.into_active_model().insert(tx).await.map_err(super::lost_race)?;
        }
        (_, None) => forget(tx, object).await?,
    }
    Ok(true)
}

/// Removes the contact of an object.
pub async fn forget(tx: &impl ConnectionTrait, object: Uuid) -> Result<(), AppError> {
    contact::Entity::delete_by_id(object).exec(tx).await?;
    Ok(())
}

fn checked_phone(text: &str) -> Result<String, UserError> {
    let phone = line(text, "phone", PHONE)?;
    registration::phone(&phone).map_err(|_fault| {
        UserError::new(
            UserErrorCode::Invalid,
            "phone",
            "Один номер телефона, как его печатают: 8 (86161) 7-35-47, доб. 12",
            "One telephone number as it is printed: 8 (86161) 7-35-47, ext. 12",
        )
    })?;
    Ok(phone)
}

/// An e-mail address in its stored form.
pub fn checked_email(text: &str, path: &str) -> Result<String, UserError> {
    let email = line(text, path, 254)?;
    registration::email(&email).map_err(|_fault| {
        UserError::new(UserErrorCode::Invalid, path, "Это не адрес электронной почты", "This is no e-mail address")
    })
}

impl Parts for contact::Entity {
    /// The public gets none, whatever was asked before.
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<contact::Model>, AppError> {
        if !cx.viewer.is_signed_in() && !cx.viewer.is_system() {
            return Ok(vec![]);
        }
        Ok(contact::Entity::find().filter(contact::COLUMN.object_id.is_in(parents.iter().copied())).all(&cx.db).await?)
    }
    fn parents(model: &contact::Model) -> Vec<Uuid> {
        vec![model.object_id]
    }
}
