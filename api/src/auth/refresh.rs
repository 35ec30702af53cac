//! Refresh tokens: opaque, good once, stored as hashes.
//!
//! A token holds the id of its session, a count, a part that all tokens of the session share, and 32 bytes of its own.
//! The shared part proves that an old token was really one of the session: only such a token, used again, ends it.
//! The bytes of the next token follow from the present token and a key that only the service has. So whoever lost the
//! answer to an exchange and asks again gets the same next token, not a second one.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use super::{hash::sha256, master::MasterKey, random};
use crate::error::AppError;

/// Before every refresh token, so that one is recognised where it should not be.
const PREFIX: &str = "opr_";

/// The key from which the next token follows.
pub struct RefreshKey([u8; 32]);

/// A refresh token.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken {
    /// The session.
    pub session: Uuid,
    /// Which of its tokens.
    pub generation: i32,
    family: [u8; 16],
    own: [u8; 32],
}

impl RefreshKey {
    /// The key of a deployment.
    pub fn of(master: &MasterKey) -> Self {
        Self(master.derive("refresh tokens"))
    }

    /// The token that a token is exchanged for.
    pub fn next(&self, token: &RefreshToken) -> RefreshToken {
        let own = sha256(&[b"opora refresh", &self.0, &token.bytes()]);
        RefreshToken { generation: token.generation.saturating_add(1), own, ..token.clone() }
    }
}

impl RefreshToken {
    /// The first token of a session.
    pub fn first(session: Uuid) -> Result<Self, AppError> {
        Ok(Self { session, generation: 0, family: random::bytes()?, own: random::bytes()? })
    }

    /// Reads a token.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        let (session, rest) = bytes.split_first_chunk::<16>()?;
        let (generation, rest) = rest.split_first_chunk::<4>()?;
        let (family, rest) = rest.split_first_chunk::<16>()?;
        Some(Self {
            session: Uuid::from_bytes(*session),
            generation: i32::from_be_bytes(*generation),
            family: *family,
            own: rest.try_into().ok()?,
        })
    }

    /// The token as it is handed out.
    pub fn text(&self) -> String {
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(self.bytes()))
    }

    /// What of it is stored.
    pub fn hash(&self) -> Vec<u8> {
        sha256(&[b"opora refresh hash", &self.bytes()]).to_vec()
    }

    /// What of the shared part is stored.
    pub fn family_hash(&self) -> Vec<u8> {
        sha256(&[b"opora refresh family", self.session.as_bytes(), &self.family]).to_vec()
    }

    fn bytes(&self) -> Vec<u8> {
        [&self.session.as_bytes()[..], &self.generation.to_be_bytes(), &self.family, &self.own].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_its_successor_is_one() {
        let key = RefreshKey::of(&MasterKey::of_test());
        let first = RefreshToken::first(Uuid::from_u128(5)).unwrap();
        assert!(RefreshToken::parse(&first.text()).is_some_and(|back| back == first));
        let next = key.next(&first);
        assert!(next == key.next(&first) && next.own != first.own && next.generation == 1);
        assert_eq!(next.family_hash(), first.family_hash());
        assert_ne!(next.hash(), first.hash());
    }

    #[test]
    fn what_is_not_a_token_is_none() {
        let text = RefreshToken::first(Uuid::nil()).unwrap().text();
        for wrong in ["", "opr_", "opr_!", &text[4..], &text[..text.len() - 4], &format!("{text}AAAA")] {
            assert!(RefreshToken::parse(wrong).is_none(), "{wrong}");
        }
    }
}
