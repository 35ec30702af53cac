//! Short signed links to files: what a browser can open without a header. Not a token of a session: one file, as it is
//! now, for some minutes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use entity::file;
use hmac::{Hmac, Mac, digest::KeyInit};
use sha2::Sha256;

/// How long a link holds.
const MINUTES: i64 = 5;

/// Makes and checks links.
#[derive(Clone, Debug)]
pub struct Links(Secret);

#[derive(Clone)]
struct Secret([u8; 64]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Links {
    /// With a key of their own, the same on every node of a deployment.
    pub fn new(key: [u8; 32]) -> Self {
        let mut block = [0; 64];
        block.iter_mut().zip(key).for_each(|(to, from)| *to = from);
        Self(Secret(block))
    }

    /// The path and query of a link that begins to hold now.
    pub fn path(&self, file: &file::Model, now: DateTime<Utc>) -> String {
        let expires = (now + TimeDelta::minutes(MINUTES)).timestamp();
        let signature = URL_SAFE_NO_PAD.encode(self.signed(file, expires).finalize().into_bytes());
        format!("/files/{}?expires={expires}&signature={signature}", file.id)
    }

    /// Whether a link was made here for this file as it is.
    pub fn fits(&self, file: &file::Model, expires: i64, signature: &str) -> bool {
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        self.signed(file, expires).verify_slice(&signature).is_ok()
    }

    /// Over the version too: a file that is taken off its object is not reached by older links.
    fn signed(&self, file: &file::Model, expires: i64) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&self.0.0.into());
        mac.update(format!("{}\n{}\n{expires}", file.id, file.version).as_bytes());
        mac
    }
}

/// Whether a link's time is over.
pub fn is_over(expires: i64, now: DateTime<Utc>) -> bool {
    expires < now.timestamp()
}

#[cfg(test)]
mod tests {
    use entity::ids::FileId;
    use uuid::Uuid;

    use super::*;

    fn file(number: u128, version: i32) -> file::Model {
        let at = DateTime::UNIX_EPOCH;
        file::Model {
            id: FileId::from(Uuid::from_u128(number)),
            version,
            created_at: at,
            updated_at: at,
            name: "скан.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 1,
            sha256: String::new(),
            uploaded_by: None,
            object_id: None,
            object_typename: None,
        }
    }

    #[test]
    fn a_link_is_of_one_file_one_version_one_time_one_key() {
        let (links, now) = (Links::new([7; 32]), DateTime::UNIX_EPOCH);
        let path = links.path(&file(1, 1), now);
        let (_, query) = path.split_once("?expires=").unwrap();
        let (expires, signature) = query.split_once("&signature=").unwrap();
        let expires: i64 = expires.parse().unwrap();
        assert_eq!(expires, 300);
        assert!(links.fits(&file(1, 1), expires, signature));
        assert!(!links.fits(&file(2, 1), expires, signature));
        assert!(!links.fits(&file(1, 2), expires, signature));
        assert!(!links.fits(&file(1, 1), expires + 1, signature));
        assert!(!links.fits(&file(1, 1), expires, ""));
        assert!(!Links::new([8; 32]).fits(&file(1, 1), expires, signature));
        assert!(!is_over(expires, now + TimeDelta::minutes(5)));
        assert!(is_over(expires, now + TimeDelta::minutes(5) + TimeDelta::seconds(1)));
    }
}
