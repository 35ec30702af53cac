//! What a resolver may take from its request, by name.

use std::{net::IpAddr, sync::Arc};

use async_graphql::{Context, dataloader::DataLoader};
use chrono::NaiveDate;

use super::loaders::Loaders;
use crate::{
    access::Viewer,
    auth::{Auth, Peer},
    service::{Cx, file::link::Links},
};

/// Named access to the data of the request. Whoever executes a request puts both in (`http`, tests).
pub trait ContextExt {
    /// The context of service calls.
    fn cx(&self) -> &Cx;
    /// Batches by id and by parent.
    fn loaders(&self) -> &DataLoader<Loaders>;
    /// Who asks.
    fn viewer(&self) -> &Viewer;
    /// Signed links to files.
    fn links(&self) -> &Links;
    /// What tokens are made with.
    fn auth(&self) -> &Auth;
    /// The network address of whoever asks.
    fn peer(&self) -> Option<IpAddr>;
    /// The day that is asked for, or the day that is inherited, or today.
    fn day(&self, asked: Option<super::scalars::Date>, inherited: Option<NaiveDate>) -> NaiveDate;
    /// The arguments of the field that do not choose a page: they tell one list from another.
    fn list_tag(&self) -> String;
}

impl ContextExt for Context<'_> {
    fn cx(&self) -> &Cx {
        self.data_unchecked()
    }

    fn loaders(&self) -> &DataLoader<Loaders> {
        self.data_unchecked()
    }

    fn viewer(&self) -> &Viewer {
        &self.cx().viewer
    }

    fn links(&self) -> &Links {
        self.data_unchecked()
    }

    fn auth(&self) -> &Auth {
        self.data_unchecked::<Arc<Auth>>()
    }

    fn peer(&self) -> Option<IpAddr> {
        self.data_opt::<Peer>().and_then(|peer| peer.0)
    }

    fn day(&self, asked: Option<super::scalars::Date>, inherited: Option<NaiveDate>) -> NaiveDate {
        asked.map(|date| date.0).or(inherited).unwrap_or_else(|| self.cx().today())
    }

    fn list_tag(&self) -> String {
        use std::fmt::Write as _;
        let mut tag = self.field().name().to_owned();
        for (name, value) in self.field().arguments().unwrap_or_default() {
            // The order stands in the cursor by itself; to leave it out is to ask for the default.
            if !matches!(name.as_str(), "first" | "after" | "last" | "before" | "orderBy") {
                let _ = write!(tag, "|{name}={value}");
            }
        }
        tag
    }
}
