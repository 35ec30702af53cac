//! A file on its way out: by the right of whoever asks, or by a signed link.

use entity::{file, ids::FileId};

use super::{
    link::{Links, is_over},
    query,
};
use crate::{error::AppError, service::Cx};

/// The file and its bytes. What is hidden, absent, or asked for with a link that is not ours is not found.
pub async fn open(
    cx: &Cx,
    id: FileId,
    link: Option<(&Links, i64, String)>,
) -> Result<(file::Model, Vec<u8>), AppError> {
    let row = match link {
        Some((links, expires, signature)) => {
            if is_over(expires, cx.clock.now()) {
                return Err(AppError::forbidden(
                    "Срок ссылки истёк: запросите её снова",
                    "The link's time is over: ask for it again",
                ));
            }
            query::stored(&cx.db, id).await?.filter(|row| links.fits(row, expires, &signature))
        }
        None => query::visible(&cx.db, &cx.viewer, id).await?.map(|(row, _)| row),
    };
    let row = row.ok_or_else(AppError::not_found)?;
    let bytes = query::content(&cx.db, id).await?.ok_or_else(|| AppError::internal("a file without its content"))?;
    Ok((row, bytes))
}
