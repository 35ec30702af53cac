//! GraphiQL at `GET /`, from the binary.
//!
//! The page's policy allows scripts and styles of this origin alone. To add an asset: a line in [`ASSETS`].

use std::{
    future::{Ready, ready},
    io::{self, Read},
    sync::OnceLock,
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Bytes},
};
use flate2::read::GzDecoder;
use serde_json::json;

use super::{
    Meta,
    refused::{JSON, Refused},
    routes::reading,
};
use crate::error::AppError;

/// What the page may load and call.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

/// One file of the page.
struct Asset {
    path: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
    /// Stored compressed, and sent so to whoever takes it.
    gzip: bool,
    /// For the others, once one has asked.
    plain: OnceLock<Bytes>,
}

impl Asset {
    /// The content as it is without compression.
    fn plain(&'static self) -> io::Result<Bytes> {
        if let Some(plain) = self.plain.get() {
            return Ok(plain.clone());
        }
        let mut content = Vec::new();
        GzDecoder::new(self.bytes).read_to_end(&mut content)?;
        Ok(self.plain.get_or_init(|| content.into()).clone())
    }
}

macro_rules! asset {
    ($path:literal, $media_type:expr) => {
        Asset {
            path: concat!("/assets/graphiql/", $path),
            media_type: $media_type,
            bytes: include_bytes!(concat!("../../assets/graphiql/", $path)),
            gzip: false,
            plain: OnceLock::new(),
        }
    };
    (gzip $path:literal, $media_type:expr) => {
        Asset {
            path: concat!("/assets/graphiql/", $path),
            media_type: $media_type,
            bytes: include_bytes!(concat!("../../assets/graphiql/vendor/", $path, ".gz")),
            gzip: true,
            plain: OnceLock::new(),
        }
    };
}

static ASSETS: [Asset; 7] = [
    asset!(gzip "graphiql.min.js", JAVASCRIPT),
    asset!(gzip "graphiql.min.css", CSS),
    asset!(gzip "react.min.js", JAVASCRIPT),
    asset!(gzip "react-dom.min.js", JAVASCRIPT),
    asset!("page.js", JAVASCRIPT),
    asset!("page.css", CSS),
    asset!("LICENCES.txt", "text/plain; charset=utf-8"),
];

static PAGE: &str = include_str!("../../assets/graphiql/index.html");

/// The tabs of a first visit: a document and its variables.
static SAMPLES: [(&str, &str); 5] = [
    (include_str!("../../assets/graphiql/samples/1-region.graphql"), r#"{ "code": "23", "asOf": "2023-11-15" }"#),
    (
        include_str!("../../assets/graphiql/samples/2-sign-in.graphql"),
        r#"{ "input": { "email": "rmc.krasnodar@demo.opora.example", "password": "demo-network-2023" } }"#,
    ),
    (include_str!("../../assets/graphiql/samples/3-centres.graphql"), r#"{ "asOf": "2023-11-15" }"#),
    (include_str!("../../assets/graphiql/samples/4-statuses.graphql"), r#"{ "days": 365, "asOf": "2024-06-01" }"#),
    (
        include_str!("../../assets/graphiql/samples/5-agreements.graphql"),
        r#"{ "oktmo": "03612000", "asOf": "2023-11-15" }"#,
    ),
];

/// The page and its assets.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.service(reading("/", page)).service(reading("/assets/graphiql/samples.json", samples));
    for asset in &ASSETS {
        config.service(reading(asset.path, move |request: HttpRequest| ready(file(&request, asset))));
    }
}

fn page() -> Ready<HttpResponse> {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, "no-cache"));
    ready(answer.body(PAGE))
}

fn samples() -> Ready<HttpResponse> {
    let tabs: Vec<_> =
        SAMPLES.iter().map(|(query, variables)| json!({ "query": query, "variables": variables })).collect();
    let mut answer = HttpResponse::Ok();
    answer.content_type(JSON).insert_header((header::CACHE_CONTROL, "no-cache"));
    ready(answer.body(serde_json::Value::from(tabs).to_string()))
}

fn file(request: &HttpRequest, asset: &'static Asset) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.content_type(asset.media_type).insert_header((header::CACHE_CONTROL, "public, max-age=3600"));
    if !asset.gzip {
        return answer.body(asset.bytes);
    }
    answer.insert_header((header::VARY, "accept-encoding"));
    if takes_gzip(request) {
        return answer.insert_header((header::CONTENT_ENCODING, "gzip")).body(asset.bytes);
    }
    match asset.plain() {
        Ok(plain) => answer.body(plain),
        Err(error) => Refused::before(AppError::internal(error), Meta::of(request).lang).respond(JSON),
    }
}

fn takes_gzip(request: &HttpRequest) -> bool {
    let accepted = request.headers().get_all(header::ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0f32));
        matches!(name.trim().to_ascii_lowercase().as_str(), "gzip" | "*") && !refused
    })
}
