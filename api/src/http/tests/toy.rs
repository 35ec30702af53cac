//! A backend with one field for each thing that can go wrong.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use actix_web::web;
use async_graphql::{Context, EmptySubscription, Object, Request, Response, Schema};
use async_trait::async_trait;

use crate::{
    error::AppError,
    graphql::limits::Limits,
    http::{Backend, Caller, Meta, Wire, metrics::Metrics},
};

/// Signed in or not.
#[derive(Clone)]
pub struct Anyone(bool);

impl Caller for Anyone {
    fn is_signed_in(&self) -> bool {
        self.0
    }
}

pub struct Query;

#[Object]
impl Query {
    async fn signed_in(&self, ctx: &Context<'_>) -> bool {
        ctx.data_unchecked::<Anyone>().0
    }

    async fn language(&self, ctx: &Context<'_>) -> String {
        format!("{:?}", ctx.data_unchecked::<Meta>().lang)
    }

    async fn hang(&self) -> bool {
        tokio::time::sleep(Duration::from_mins(5)).await;
        true
    }

    async fn panics(&self) -> Option<bool> {
        assert!(i32::from_str_radix("2", 2).is_ok(), "a secret of the inside");
        None
    }

    async fn leaks(&self) -> Option<async_graphql::Result<bool>> {
        Some(Err(async_graphql::Error::new("no such table: secret")))
    }

    async fn all_leak(&self) -> Vec<Option<async_graphql::Result<bool>>> {
        (0..25).map(|_| Some(Err(async_graphql::Error::new("secret")))).collect()
    }

    async fn year(&self, of: i32) -> i32 {
        of
    }
}

pub struct Mutation;

#[Object]
impl Mutation {
    async fn write(&self) -> bool {
        true
    }
}

/// The toy and the number of requests that it executed.
pub struct Toy {
    wire: web::Data<Wire<Service>>,
}

pub struct Service {
    schema: Schema<Query, Mutation, EmptySubscription>,
    executed: AtomicUsize,
}

impl Toy {
    pub fn new() -> Self {
        Self::with(Limits { execution_ms: 200, body_read_ms: 200, ..Limits::default() })
    }

    pub fn with(limits: Limits) -> Self {
        let schema = Schema::new(Query, Mutation, EmptySubscription);
        let backend = Arc::new(Service { schema, executed: AtomicUsize::new(0) });
        Self { wire: web::Data::new(Wire { backend, limits, metrics: Metrics::new().unwrap() }) }
    }

    pub fn executed(&self) -> usize {
        self.wire.backend.executed.load(Ordering::SeqCst)
    }

    /// Its wire, to build an application on.
    pub fn wire(&self) -> web::Data<Wire<Service>> {
        self.wire.clone()
    }
}

#[async_trait]
impl Backend for Service {
    type Viewer = Anyone;

    async fn viewer(&self, bearer: Option<&str>, _: &Meta) -> Result<Anyone, AppError> {
        match bearer {
            None => Ok(Anyone(false)),
            Some("good") => Ok(Anyone(true)),
            Some("broken") => Err(AppError::internal("no such table: secret")),
            Some("hangs") => {
                tokio::time::sleep(Duration::from_mins(5)).await;
                Ok(Anyone(false))
            }
            Some(_) => Err(AppError::unauthenticated()),
        }
    }

    fn prepare(&self, request: Request, _: &Anyone, _: &Meta) -> Request {
        request
    }

    async fn execute(&self, request: Request) -> Response {
        self.executed.fetch_add(1, Ordering::SeqCst);
        self.schema.execute(request).await
    }

    async fn unready(&self) -> Vec<&'static str> {
        vec!["database"]
    }

    async fn jwks(&self) -> Result<serde_json::Value, AppError> {
        Err(AppError::internal("no such table: secret"))
    }

    fn sdl(&self) -> &'static str {
        "type Query"
    }

    fn statements(&self) -> u64 {
        42
    }
}
