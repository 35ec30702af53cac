//! How often one address may try to sign in: a bucket of attempts per address that fills again over a minute.
//!
//! It slows down who guesses passwords for many accounts; guessing for one account is the account's own business. The
//! machine itself is never refused: there stand the tests, and a proxy that knows the addresses better.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
    time::Instant,
};

use crate::error::{AppError, Code};

/// Addresses that are remembered at most.
const ADDRESSES: usize = 20_000;

/// The limit on attempts to sign in, shared by all requests.
#[derive(Debug)]
pub struct SignInRate {
    per_minute: u32,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl SignInRate {
    /// So many attempts a minute from one address; 0 is any number.
    #[must_use]
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute, buckets: Mutex::default() }
    }

    /// Counts an attempt, or refuses it with `RATE_LIMITED`.
    pub fn admit(&self, peer: Option<IpAddr>) -> Result<(), AppError> {
        self.admit_at(peer, Instant::now())
    }

    fn admit_at(&self, peer: Option<IpAddr>, now: Instant) -> Result<(), AppError> {
        let Some(address) = peer.map(|peer| peer.to_canonical()) else { return Ok(()) };
        if self.per_minute == 0 || address.is_loopback() {
            return Ok(());
        }
        let most = f64::from(self.per_minute);
        let refilled =
            |bucket: &Bucket| (bucket.left + now.duration_since(bucket.at).as_secs_f64() * most / 60.0).min(most);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= ADDRESSES {
            buckets.retain(|_, bucket| refilled(bucket) < most);
            if buckets.len() >= ADDRESSES {
                // Whoever has so many addresses is not slowed down by this; the others must be able to sign in.
                buckets.clear();
            }
        }
        let bucket = buckets.entry(network(address)).or_insert(Bucket { left: most, at: now });
        *bucket = Bucket { left: refilled(bucket), at: now };
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        // Between one and sixty.
        let seconds = ((1.0 - bucket.left) * 60.0 / most).ceil();
        Err(AppError::new(
            Code::RateLimited,
            format!("Слишком много попыток входа с этого адреса, повторите через {seconds} с"),
            format!("Too many attempts to sign in from this address, try again in {seconds} s"),
        ))
    }
}

/// What one client can choose freely: an address, or all of a /64 network.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn address(text: &str) -> Option<IpAddr> {
        text.parse().ok()
    }

    #[test]
    fn an_address_is_slowed_down_and_forgiven() {
        let (rate, start) = (SignInRate::new(3), Instant::now());
        let ask = |peer, seconds| rate.admit_at(address(peer), start + Duration::from_secs(seconds));
        assert!((0..3).all(|_| ask("192.0.2.1", 0).is_ok()));
        let refused = ask("192.0.2.1", 0).unwrap_err();
        assert_eq!(refused.code, Code::RateLimited);
        assert!(refused.message.in_lang(crate::lang::Lang::En).ends_with("in 20 s"), "{refused:?}");
        assert!(ask("::ffff:192.0.2.1", 19).is_err());
        assert!(ask("192.0.2.2", 0).is_ok());
        assert!(ask("192.0.2.1", 20).is_ok() && ask("192.0.2.1", 20).is_err());
    }

    #[test]
    fn one_network_is_one_client_and_the_machine_is_none() {
        let (rate, now) = (SignInRate::new(1), Instant::now());
        assert!(rate.admit_at(address("2001:db8::1"), now).is_ok());
        assert!(rate.admit_at(address("2001:db8::2"), now).is_err());
        assert!((0..9).all(|_| rate.admit_at(address("127.0.0.1"), now).is_ok() && rate.admit_at(None, now).is_ok()));
        let unlimited = SignInRate::new(0);
        assert!((0..9).all(|_| unlimited.admit_at(address("2001:db8::1"), now).is_ok()));
    }

    #[test]
    fn memory_is_bounded() {
        let (rate, now) = (SignInRate::new(1), Instant::now());
        for number in 0..20_010_u32 {
            rate.admit_at(Some(IpAddr::V4(number.into())), now).ok();
        }
        assert!(rate.buckets.lock().unwrap().len() <= ADDRESSES);
    }
}
