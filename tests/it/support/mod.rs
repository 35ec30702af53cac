//! What every integration test leans on.
//!
//! A test is a plain synchronous function over something prepared for it, and runs on both databases:
//!
//! ```ignore
//! use crate::support::{Role, TestApp, both};
//!
//! both! {
//!     fn a_municipality_keeps_its_names(app: &TestApp) {
//!         let clerk = app.actor(Role::MunicipalCoordinator, "municipality:03608413");
//!         let answer = clerk.query("{ viewer { email } }", json!({}));
//!         insta::assert_snapshot!(answer.redacted(), @"");
//!     }
//! }
//! ```
//!
//! That makes the tests `a_municipality_keeps_its_names::sqlite` and `…::postgres`. The argument says
//! what is prepared (anything that is [`Given`]): [`TestApp`], a running service on a migrated database;
//! [`TestDatabase`], the migrated database alone; [`EmptyDatabase`], one without a table;
//! [`DemoDatabase`], one with the demonstration network.
//!
//! Nothing outlives the process: everything is made below one folder, which a guard removes together
//! with the database server however the process ends ([`scratch`]).
//!
//! What belongs here: whatever a second test file would have to write again. Everything that knows
//! the names of the service's own Rust interface stands in [`service`].

pub mod actor;
pub mod answer;
pub mod app;
pub mod database;
pub mod postgres;
pub mod race;
pub mod redact;
pub mod rows;
pub mod scratch;
pub mod seed;
pub mod service;
pub mod sqlite;
pub mod wire;

mod checks;

use std::future::Future;
use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};

pub use actor::{Actor, with};
pub use answer::Answer;
pub use app::TestApp;
pub use database::{DemoDatabase, EmptyDatabase, TestDatabase};
pub use redact::Redactor;
pub use service::Role;

/// One of the two databases that the service runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// The embedded one: a file in the folder of the test.
    Sqlite,
    /// A database of its own on the server of this process.
    Postgres,
}

/// Something that can be prepared for a test on either database.
pub trait Given: Sized {
    /// Prepares it; `None` where this machine lacks the database (which has been said loudly).
    fn given(backend: Backend) -> Option<Self>;
}

/// Runs one test body on one database; [`both!`] calls it.
pub fn run<T: Given>(backend: Backend, body: fn(&T)) {
    if let Some(given) = T::given(backend) {
        // The same inline snapshot is asserted once per database.
        insta::allow_duplicates! { body(&given) }
    }
}

/// Runs a future to its end on the one runtime of the process, which also carries the services.
pub fn wait<F: Future>(future: F) -> F::Output {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(2).enable_all();
        builder.build().expect("a tokio runtime for the tests")
    });
    RUNTIME.block_on(future)
}

/// Makes two tests of each function, `name::sqlite` and `name::postgres`.
macro_rules! both {
    ($($(#[$meta:meta])* fn $name:ident($given:ident: &$kind:ty) $body:block)+) => {$(
        $(#[$meta])*
        fn $name($given: &$kind) $body

        mod $name {
            #[test]
            fn sqlite() {
                $crate::support::run($crate::support::Backend::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                $crate::support::run($crate::support::Backend::Postgres, super::$name);
            }
        }
    )+};
}
pub(crate) use both;
