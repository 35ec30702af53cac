//! `opora user add` and `opora token`: thin over `service::access::command`.

use std::{fmt, time::Duration};

use crate::{
    Config, StartError, app,
    auth::Auth,
    db::Db,
    error::Failure,
    service::{Cx, access::command},
};

/// A password that is shown once.
pub struct OneTimePassword(String);

impl fmt::Display for OneTimePassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OneTimePassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimePassword")
    }
}

/// Opens an account with one grant; answers the password that the person signs in with first.
pub async fn user_add(
    config: &Config,
    email: &str,
    role: &str,
    node: &str,
    name: Option<&str>,
) -> Result<OneTimePassword, StartError> {
    let db = app::open_migrated(config).await?;
    let cx = Cx::system(db.clone(), config.clock());
    let added = command::add_user(&cx, email, role, node, name).await;
    db.close().await;
    added.map(|(_, password)| OneTimePassword(password)).map_err(|failure| refused(&failure))
}

/// An access token of an account.
pub async fn token(config: &Config, email: &str, ttl: Duration) -> Result<String, StartError> {
    let db = app::open_migrated(config).await?;
    let token = issue(config, &db, email, ttl).await;
    db.close().await;
    token
}

async fn issue(config: &Config, db: &Db, email: &str, ttl: Duration) -> Result<String, StartError> {
    let cx = Cx::system(db.clone(), config.clock());
    // A token of nobody makes no key.
    command::account(&cx, email).await.map_err(|failure| refused(&failure))?;
    let auth = Auth::open(config, db).await?;
    command::token(&cx, &auth, email, ttl).await.map_err(|failure| refused(&failure))
}

fn refused(failure: &Failure) -> StartError {
    StartError(command::sentence(failure))
}
