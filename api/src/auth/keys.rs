//! The Ed25519 keys that sign access tokens: in the database, sealed with the master key, so that every node accepts
//! every token. The newest key signs; those before it verify until no token of theirs can be good any more. They are
//! kept in memory, and read again when a token names another and, before signing, once a minute.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit,
    aead::{Aead, Payload},
};
use chrono::{DateTime, Duration as Days, Utc};
use ed25519_dalek::{SigningKey, pkcs8::EncodePrivateKey};
use entity::signing_key;
use jsonwebtoken::{DecodingKey, EncodingKey};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};
use uuid::Uuid;

use super::{master::MasterKey, random, token::LONGEST};
use crate::{
    db::{Db, sql::bind},
    error::{AppError, StartError},
    lang::Lang,
};

/// How long a node that has just looked for new keys does not look again: tokens of strangers name any key.
const PATIENCE: Duration = Duration::from_secs(10);
/// How old what a node knows of the keys may be when it signs: a new key signs everywhere so much later.
const FRESH: Duration = Duration::from_mins(1);
/// Bytes of a nonce.
const NONCE: usize = 12;

/// The keys in use.
pub struct Keys {
    seal: [u8; 32],
    known: RwLock<Arc<Known>>,
    looked: Mutex<Instant>,
}

/// The keys as read from the database.
pub(super) struct Known {
    /// Signs: its `kid` and secret half.
    pub signing: (String, EncodingKey),
    /// Verify, by `kid`.
    pub verifying: HashMap<String, DecodingKey>,
    public: Vec<(String, Vec<u8>)>,
}

impl Keys {
    /// Opens the stored keys; makes the first where there is none.
    pub async fn open(db: &Db, master: &MasterKey, now: DateTime<Utc>) -> Result<Self, StartError> {
        let seal = master.derive("signing keys");
        let failed = |error: DbErr| StartError::at("signing keys", error);
        let mut rows = stored(db).await.map_err(failed)?;
        if rows.is_empty() {
            // Of the nodes that start at once one makes the key; the others read it.
            make(db, &seal, 1, now)
                .await
                .map_err(|error| StartError::at("signing keys", error.message.in_lang(Lang::En)))?;
            rows = stored(db).await.map_err(failed)?;
        }
        let known = open(&seal, &rows, now).ok_or_else(another_master)?;
        Ok(Self { seal, known: RwLock::new(Arc::new(known)), looked: Mutex::new(Instant::now()) })
    }

    /// The keys in memory.
    pub(super) fn known(&self) -> Arc<Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes a key that signs from now on, and removes those of which no token can be good any more; `forget` removes
    /// all others, and asks for no master key that opens them. Answers the `kid` of the new one.
    pub async fn rotate(db: &Db, master: &MasterKey, now: DateTime<Utc>, forget: bool) -> Result<String, StartError> {
        let failed = |error: AppError| StartError::at("signing keys", error.message.in_lang(Lang::En));
        let seal = master.derive("signing keys");
        let rows = stored(db).await.map_err(|error| StartError::at("signing keys", error))?;
        if !forget && !rows.is_empty() && open(&seal, &rows, now).is_none() {
            return Err(another_master());
        }
        let serial = rows.last().map_or(1, |newest| newest.serial + 1);
        let made = make(db, &seal, serial, now).await.map_err(failed)?;
        let Some(id) = made else {
            return Err(StartError("another command has made a signing key at this moment: look again".to_owned()));
        };
        let gone = rows.iter().zip(rows.iter().skip(1).map(|next| next.created_at).chain([now]));
        for (old, _) in gone.filter(|(_, replaced)| forget || is_over(*replaced, now)) {
            remove(db, old.serial).await.map_err(failed)?;
        }
        Ok(kid(id))
    }

    /// Reads the keys again, unless that was done just now.
    pub(super) async fn look_again(&self, db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), AppError> {
        self.look_after(PATIENCE, db, now).await
    }

    /// The keys as they are, or were a minute ago: what signs.
    pub(super) async fn fresh(&self, db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Arc<Known>, AppError> {
        self.look_after(FRESH, db, now).await?;
        Ok(self.known())
    }

    async fn look_after(
        &self,
        patience: Duration,
        db: &impl ConnectionTrait,
        now: DateTime<Utc>,
    ) -> Result<(), AppError> {
        {
            let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
            if looked.elapsed() < patience {
                return Ok(());
            }
            *looked = Instant::now();
        }
        let rows = stored(db).await?;
        if let Some(known) = open(&self.seal, &rows, now) {
            *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
        }
        Ok(())
    }

    /// The public halves, as a JSON Web Key Set.
    pub async fn jwks(&self, db: &Db, now: DateTime<Utc>) -> Result<serde_json::Value, AppError> {
        self.look_again(db, now).await?;
        let known = self.known();
        let keys: Vec<serde_json::Value> = known
            .public
            .iter()
            .map(|(kid, public)| {
                let x = URL_SAFE_NO_PAD.encode(public);
                serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": kid, "x": x })
            })
            .collect();
        Ok(serde_json::json!({ "keys": keys }))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "keys belong to no territory, and are opened by whoever has the master key"
)]
async fn stored(db: &impl ConnectionTrait) -> Result<Vec<signing_key::Model>, DbErr> {
    signing_key::Entity::find().order_by_asc(signing_key::Column::Serial).all(db).await
}

/// Whether a key that was replaced at an instant verifies nothing any more.
fn is_over(replaced: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    // Other nodes signed with it a little longer, by other clocks.
    replaced + LONGEST + Days::hours(1) < now
}

fn another_master() -> StartError {
    StartError("the master key does not open the signing keys of this database: is it another one?".to_owned())
}

/// Opens keys, oldest first; `None` when there is none, or the seal is another.
fn open(seal: &[u8; 32], rows: &[signing_key::Model], now: DateTime<Utc>) -> Option<Known> {
    let newest = rows.last()?;
    let secret = unseal(seal, newest.id, &newest.sealed_key)?;
    let signing = SigningKey::from_bytes(&secret);
    let der = signing.to_pkcs8_der().ok()?;
    // A public half that is not the key's own would let strangers sign.
    let replaced = rows.iter().skip(1).map(|next| Some(next.created_at)).chain([None]);
    let public: Vec<(String, Vec<u8>)> = rows
        .iter()
        .zip(replaced)
        .filter(|(_, replaced)| replaced.is_none_or(|replaced| !is_over(replaced, now)))
        .map(|(row, _)| row)
        .filter(|row| {
            let opened = unseal(seal, row.id, &row.sealed_key);
            opened
                .is_some_and(|secret| SigningKey::from_bytes(&secret).verifying_key().as_bytes()[..] == row.public_key)
        })
        .map(|row| (kid(row.id), row.public_key.clone()))
        .collect();
    let verifying: HashMap<_, _> =
        public.iter().map(|(kid, public)| (kid.clone(), DecodingKey::from_ed_der(public))).collect();
    let known = Known { signing: (kid(newest.id), EncodingKey::from_ed_der(der.as_bytes())), verifying, public };
    known.verifying.contains_key(&known.signing.0).then_some(known)
}

fn kid(id: Uuid) -> String {
    id.simple().to_string()
}

/// Makes the key of a serial number; of several who do one succeeds.
async fn make(db: &Db, seal: &[u8; 32], serial: i32, now: DateTime<Utc>) -> Result<Option<Uuid>, AppError> {
    let id = Uuid::from_bytes(random::bytes()?);
    let secret = SigningKey::from_bytes(&random::bytes()?);
    let sealed = sealed(seal, id, secret.as_bytes())?;
    let sql = "INSERT INTO signing_key (serial, id, created_at, public_key, sealed_key) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (serial) DO NOTHING";
    let public = secret.verifying_key().to_bytes().to_vec();
    let values = [serial.into(), id.into(), now.into(), public.into(), sealed.into()];
    let done = db.execute_raw(bind(db.get_database_backend(), sql, values)).await?;
    Ok((done.rows_affected() == 1).then_some(id))
}

async fn remove(db: &Db, serial: i32) -> Result<(), AppError> {
    let sql = "DELETE FROM signing_key WHERE serial = ?";
    db.execute_raw(bind(db.get_database_backend(), sql, [serial.into()])).await?;
    Ok(())
}

/// Nonce and ciphertext; the id is authenticated with it, so a sealed key can't be put under another id.
fn sealed(seal: &[u8; 32], id: Uuid, secret: &[u8; 32]) -> Result<Vec<u8>, AppError> {
    let nonce = random::bytes::<NONCE>()?;
    let payload = Payload { msg: secret, aad: id.as_bytes() };
    let text = ChaCha20Poly1305::new(seal.into()).encrypt(&nonce.into(), payload).map_err(AppError::internal)?;
    Ok([&nonce[..], &text].concat())
}

fn unseal(seal: &[u8; 32], id: Uuid, sealed: &[u8]) -> Option<[u8; 32]> {
    let (nonce, text) = sealed.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: text, aad: id.as_bytes() };
    ChaCha20Poly1305::new(seal.into()).decrypt(nonce.into(), payload).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(seal: &[u8; 32], serial: i32) -> signing_key::Model {
        let id = Uuid::from_bytes(random::bytes().unwrap());
        let secret = SigningKey::from_bytes(&random::bytes().unwrap());
        signing_key::Model {
            serial,
            id,
            created_at: DateTime::UNIX_EPOCH,
            public_key: secret.verifying_key().to_bytes().to_vec(),
            sealed_key: sealed(seal, id, secret.as_bytes()).unwrap(),
        }
    }

    #[test]
    fn only_the_same_seal_and_id_open_a_key() {
        let (seal, other) = ([1; 32], [2; 32]);
        let stored = row(&seal, 1);
        assert!(unseal(&seal, stored.id, &stored.sealed_key).is_some());
        assert!(unseal(&other, stored.id, &stored.sealed_key).is_none());
        assert!(unseal(&seal, Uuid::nil(), &stored.sealed_key).is_none());
        assert!(unseal(&seal, stored.id, b"short").is_none());
        assert!(open(&other, &[stored], DateTime::UNIX_EPOCH).is_none());
    }

    #[test]
    fn the_newest_signs_all_verify_and_a_false_public_half_is_left_out() {
        let seal = [1; 32];
        let (old, mut planted, new) = (row(&seal, 1), row(&seal, 2), row(&seal, 3));
        planted.public_key = old.public_key.clone();
        let now = DateTime::UNIX_EPOCH;
        let known = open(&seal, &[old.clone(), planted.clone(), new.clone()], now).unwrap();
        assert_eq!(known.signing.0, kid(new.id));
        assert!(known.verifying.contains_key(&kid(old.id)) && !known.verifying.contains_key(&kid(planted.id)));
        assert!(open(&seal, &[], now).is_none());
    }

    #[test]
    fn a_key_verifies_until_its_last_token_has_expired() {
        let seal = [1; 32];
        let (old, mut new) = (row(&seal, 1), row(&seal, 2));
        new.created_at = DateTime::UNIX_EPOCH + Days::days(100);
        let rows = [old.clone(), new.clone()];
        let verifies =
            |row: &signing_key::Model, now| open(&seal, &rows, now).unwrap().verifying.contains_key(&kid(row.id));
        for (day, good) in [(99, true), (100, true), (130, true), (131, false)] {
            let now = DateTime::UNIX_EPOCH + Days::days(day);
            assert_eq!(verifies(&old, now), good, "{day}");
            assert!(verifies(&new, now));
        }
    }
}
