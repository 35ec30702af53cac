//! Access tokens: JWT signed with Ed25519, short-lived, checked against the clock of the service.
//!
//! A token says whose it is, of which session and of which version of the account; what its bearer may do is looked up
//! with every request, so a grant that ends, a session that ends or an account that is closed takes effect at once.

use chrono::{DateTime, Duration, Utc};
use entity::ids::{TypedId, UserId};
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{keys::Keys, random, refused};
use crate::{db::Db, error::AppError};

/// Who issues tokens, and for whom they are.
const OPORA: &str = "opora";
/// How long a token of a session is good: until then it outlives nothing, for what it stands on is looked up.
pub const ACCESS: Duration = Duration::minutes(15);
/// The longest life of any token: as long a key that signs no more still verifies.
pub const LONGEST: Duration = Duration::days(30);
/// How far the clocks of two nodes may differ.
const SKEW: i64 = 30;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    /// Whose.
    pub sub: String,
    /// The session; none in a token of the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<Uuid>,
    /// The version of the account's tokens.
    pub ver: i32,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
}

impl Claims {
    /// Whose, if the token names a user.
    pub fn user(&self) -> Option<UserId> {
        self.sub.parse().ok()
    }

    /// Until when the token is good.
    pub fn expires_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.exp, 0).unwrap_or_default()
    }

    fn is_good(&self, now: DateTime<Utc>) -> bool {
        let now = now.timestamp();
        self.iss == OPORA && self.aud == OPORA && self.nbf <= now + SKEW && now < self.exp
    }
}

/// To whom a token is given, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Bearer {
    /// The user.
    pub user: UserId,
    /// The session.
    pub session: Option<Uuid>,
    /// The version of the account's tokens.
    pub version: i32,
}

impl Keys {
    /// Issues a token; answers also when it expires.
    pub async fn issue(
        &self,
        db: &impl ConnectionTrait,
        bearer: Bearer,
        now: DateTime<Utc>,
        ttl: Duration,
    ) -> Result<(String, DateTime<Utc>), AppError> {
        let claims = Claims {
            iss: OPORA.to_owned(),
            aud: OPORA.to_owned(),
            sub: bearer.user.any().to_string(),
            sid: bearer.session,
            ver: bearer.version,
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: now.timestamp().saturating_add(ttl.num_seconds()),
            jti: Uuid::from_bytes(random::bytes()?),
        };
        let known = self.fresh(db, now).await?;
        let (kid, key) = &known.signing;
        let header = Header { kid: Some(kid.clone()), ..Header::new(Algorithm::EdDSA) };
        Ok((encode(&header, &claims, key).map_err(AppError::internal)?, claims.expires_at()))
    }

    /// What a token says, if it is ours and good now.
    pub async fn verify(&self, db: &Db, token: &str, now: DateTime<Utc>) -> Result<Claims, AppError> {
        let kid = decode_header(token).ok().and_then(|header| header.kid).ok_or_else(refused)?;
        if !self.known().verifying.contains_key(&kid) {
            self.look_again(db, now).await?;
        }
        let known = self.known();
        let key = known.verifying.get(&kid).ok_or_else(refused)?;
        let claims = decode::<Claims>(token, key, &signature_only()).map_err(|_error| refused())?.claims;
        if claims.is_good(now) { Ok(claims) } else { Err(refused()) }
    }
}

/// The library checks the signature by our algorithm; times and names are checked in [`Claims::is_good`], by our clock.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    validation
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        let aud = OPORA.to_owned();
        Claims {
            iss: aud.clone(),
            aud,
            sub: "usr_01h2xcejqtf2nbrexx3vqjhp41".to_owned(),
            sid: None,
            ver: 0,
            iat: 1_000,
            nbf: 1_000,
            exp: 1_900,
            jti: Uuid::nil(),
        }
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn a_token_is_good_from_its_beginning_to_just_before_its_end() {
        for (second, good) in [(969, false), (970, true), (1_000, true), (1_899, true), (1_900, false)] {
            assert_eq!(claims().is_good(at(second)), good, "{second}");
        }
    }

    #[test]
    fn tokens_of_others_and_for_others_are_refused() {
        assert!(!Claims { iss: "another".to_owned(), ..claims() }.is_good(at(1_000)));
        assert!(!Claims { aud: "another".to_owned(), ..claims() }.is_good(at(1_000)));
        assert!(claims().user().is_some());
        assert!(Claims { sub: "reg_01h2xcejqtf2nbrexx3vqjhp41".to_owned(), ..claims() }.user().is_none());
    }
}
