//! Where a row of the network may stand: territory of an organisation, a municipality, a zone, checked once.

use entity::{ids::MunicipalityId, municipality};
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::error::{Failure, UserError};

/// The municipality of an input, whoever asks: the map is public.
#[expect(clippy::disallowed_methods, reason = "territory is public; the caller checks the right on the place")]
pub async fn municipality(
    db: &impl ConnectionTrait,
    id: MunicipalityId,
    path: &str,
) -> Result<municipality::Model, Failure> {
    municipality::Entity::find_by_id(id).one(db).await?.ok_or_else(|| UserError::unknown(path).into())
}
