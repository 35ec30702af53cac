//! Who: keys, tokens, passwords, and the viewer of a request.
//!
//! - `random.rs`: the one place that asks for randomness. `hash.rs`: hashes of secrets that are random already.
//! - `master.rs`: the master key; `keys.rs`: the signing keys that it seals.
//! - `token.rs`: access tokens; `refresh.rs`: refresh tokens; `password.rs`: passwords and one-time codes.
//! - `viewer.rs`: from a token to the grants in force today.
//!
//! What may be done is the business of [`crate::access`]; what happens to accounts, of `service::access`.

pub mod hash;
pub mod keys;
pub mod master;
pub mod password;
pub mod random;
pub mod refresh;
pub mod token;
pub mod viewer;

use crate::{
    access::Viewer,
    clock::Clock,
    config::{Config, Tries},
    db::Db,
    error::{AppError, Code, StartError},
};
use keys::Keys;
use master::MasterKey;
use refresh::RefreshKey;

/// The network address of whoever sent a request: what guesses are counted by.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub Option<std::net::IpAddr>);

/// Everything secret that a running service holds.
pub struct Auth {
    keys: Keys,
    refresh: RefreshKey,
    clock: Clock,
    tries: Tries,
}

impl Auth {
    /// Finds the master key and opens the signing keys; makes the first of either where there is none.
    pub async fn open(config: &Config, db: &Db) -> Result<Self, StartError> {
        let master = MasterKey::find(config)?;
        let clock = config.clock();
        let keys = Keys::open(db, &master, clock.now()).await?;
        Ok(Self { keys, refresh: RefreshKey::of(&master), clock, tries: config.tries })
    }

    /// Who presents a token: whoever it was issued to, with the grants in force today.
    pub async fn viewer(&self, db: &Db, bearer: &str) -> Result<Viewer, AppError> {
        let claims = self.keys.verify(db, bearer, self.clock.now()).await?;
        let viewer = viewer::of_claims(db, &claims, self.clock.now(), self.clock.today()).await?;
        viewer.ok_or_else(refused)
    }

    /// The public signing keys, as a JSON Web Key Set.
    pub async fn jwks(&self, db: &Db) -> Result<serde_json::Value, AppError> {
        self.keys.jwks(db, self.clock.now()).await
    }

    /// The signing keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// How often passwords and codes may be tried.
    #[must_use]
    pub fn tries(&self) -> Tries {
        self.tries
    }

    /// What refresh tokens are made with.
    pub fn refresh(&self) -> &RefreshKey {
        &self.refresh
    }
}

/// A token that is not, or no longer, good: why is nobody's business.
fn refused() -> AppError {
    AppError::new(
        Code::Unauthenticated,
        "Токен не принят: истёк, отозван или выдан не здесь",
        "The token is not accepted: expired, revoked, or not from here",
    )
}
