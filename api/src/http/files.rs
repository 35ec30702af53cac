//! `PUT /files` and `GET /files/{id}`: raw bodies in and out. What a file may be, and whose it is, is said behind the
//! trait; here it is bounded, timed, and answered so that no browser runs it.

use actix_web::{
    HttpRequest, HttpResponse, guard,
    http::{
        StatusCode,
        header::{self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
    },
    web,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::{
    Backend, Meta, Wire, bearer, body,
    refused::{JSON, Refused},
    routes::only,
    run::guarded,
};
use crate::{
    error::{AppError, Code},
    graphql::limits::Limits,
};

/// Files that are received at the same time: each is held in memory until it is whole.
static RECEIVING: Semaphore = Semaphore::const_new(8);

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Name, as the client gave it.
    pub name: String,
    /// `Content-Type`, if there was one.
    pub media_type: Option<String>,
    /// The content.
    pub bytes: Vec<u8>,
}

/// What is answered to who sent a file.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    /// Its id, for `attachFile`.
    pub id: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Name as kept.
    pub name: String,
    /// Media type, by its content.
    pub media_type: String,
}

/// A file on its way out.
#[derive(Clone, Debug)]
pub struct Served {
    /// Name.
    pub name: String,
    /// Media type, by its content.
    pub media_type: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// What stands in the query string of a signed link.
#[derive(Clone, Debug, Deserialize)]
pub struct SignedLink {
    /// Seconds since 1970.
    pub expires: i64,
    /// The signature.
    pub signature: String,
}

/// The paths of files.
pub(super) fn routes<B: Backend>(config: &mut web::ServiceConfig) {
    let read = guard::Any(guard::Get()).or(guard::Head());
    config
        .service(only("/files", "PUT").route(web::put().to(put::<B>)))
        .service(only("/files/{id}", "GET, HEAD").route(web::route().guard(read).to(get::<B>)));
}

async fn put<B: Backend>(wire: web::Data<Wire<B>>, request: HttpRequest, mut payload: web::Payload) -> HttpResponse {
    let meta = Meta::of(&request);
    let response = match received(&wire, &request, &mut payload, &meta).await {
        Ok(kept) => HttpResponse::Created().insert_header((header::LOCATION, format!("/files/{}", kept.id))).json(kept),
        Err(refused) => refused.respond(JSON),
    };
    body::closing(response, payload)
}

async fn received<B: Backend>(
    wire: &Wire<B>,
    request: &HttpRequest,
    payload: &mut web::Payload,
    meta: &Meta,
) -> Result<Kept, Refused> {
    let Wire { backend, limits, .. } = wire;
    let (lang, headers) = (meta.lang, request.headers());
    let before = |error| Refused::before(error, lang);
    let viewer = viewer(wire, request, meta).await?;
    backend.may_send_files(&viewer).map_err(before)?;
    if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        let (ru, en) = ("Сжатое тело не принимается", "A body with Content-Encoding is not taken");
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, lang, ru, en));
    }
    let name = name(request).ok_or_else(|| {
        let (ru, en) = (
            "Имя файла нужно в заголовке Content-Disposition или в параметре name",
            "The name of the file is needed in Content-Disposition or in the parameter name",
        );
        Refused::new(StatusCode::BAD_REQUEST, lang, ru, en)
    })?;
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
    let own = Limits { body_signed_in: limits.file, body_read_ms: limits.file_read_ms, ..limits.clone() };
    let turn = tokio::time::timeout(own.body_read(), RECEIVING.acquire()).await;
    let _turn = turn.map_err(|_elapsed| before(busy()))?;
    let bytes = body::read(headers, payload, &own, true, lang).await?.to_vec();
    let kept = lang.scope(backend.keep_file(&viewer, meta, Sent { name, media_type, bytes }));
    guarded(limits.execution(), kept).await.and_then(|kept| kept).map_err(before)
}

async fn get<B: Backend>(wire: web::Data<Wire<B>>, request: HttpRequest, id: web::Path<String>) -> HttpResponse {
    let meta = Meta::of(&request);
    match served(&wire, &request, &id, &meta).await {
        Ok(file) => answer(file),
        Err(refused) => refused.respond(JSON),
    }
}

async fn served<B: Backend>(wire: &Wire<B>, request: &HttpRequest, id: &str, meta: &Meta) -> Result<Served, Refused> {
    let Wire { backend, limits, .. } = wire;
    let lang = meta.lang;
    let before = |error| Refused::before(error, lang);
    let viewer = viewer(wire, request, meta).await?;
    let link = match request.query_string() {
        "" => None,
        query => Some(web::Query::<SignedLink>::from_query(query).map_err(|_error| {
            let (ru, en) = ("Ссылка неполна", "The link is not whole");
            Refused::new(StatusCode::BAD_REQUEST, lang, ru, en)
        })?),
    };
    let file = lang.scope(backend.file(&viewer, meta, id, link.map(web::Query::into_inner)));
    guarded(limits.execution(), file).await.and_then(|file| file).map_err(before)
}

/// A file never runs: it is saved, not shown, and where it is shown all the same it is alone and may do nothing.
fn answer(file: Served) -> HttpResponse {
    let Served { name, media_type, bytes } = file;
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.into_bytes(),
        })],
    };
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, media_type))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"))
        .insert_header(("cross-origin-resource-policy", "same-origin"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(bytes)
}

async fn viewer<B: Backend>(wire: &Wire<B>, request: &HttpRequest, meta: &Meta) -> Result<B::Viewer, Refused> {
    let viewer = async {
        let token = bearer::token(request.headers())?;
        guarded(wire.limits.execution(), meta.lang.scope(wire.backend.viewer(token, meta))).await?
    };
    viewer.await.map_err(|error| Refused::before(error, meta.lang))
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

/// `filename*` or `filename` of `Content-Disposition`, or `?name=`.
fn name(request: &HttpRequest) -> Option<String> {
    let header = request.headers().get(header::CONTENT_DISPOSITION);
    let disposition = header.and_then(|value| ContentDisposition::from_raw(value).ok());
    let of_header = disposition.and_then(|disposition| {
        let extended = disposition.get_filename_ext().map(|name| String::from_utf8_lossy(&name.value).into_owned());
        extended.or_else(|| disposition.get_filename().map(ToOwned::to_owned))
    });
    let of_query = || web::Query::<Named>::from_query(request.query_string()).ok()?.into_inner().name;
    of_header.or_else(of_query).filter(|name| !name.trim().is_empty())
}

fn busy() -> AppError {
    AppError::new(
        Code::RateLimited,
        "Сейчас принимается слишком много файлов, повторите позже",
        "Too many files are being received, try again later",
    )
}
