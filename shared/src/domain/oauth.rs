//! Installing by OAuth: the state that goes through the browser and Intercom and comes back.
//!
//! It is signed with the app's client secret, lives ten minutes, belongs to the browser that holds its nonce in a cookie,
//! and is good once. So nobody can have somebody else's browser finish an install they began.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

use crate::ports::registry::Region;

/// How long an install may take, from the first click to the last.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// What the signature is over besides the state, so that it is good for nothing else.
const PURPOSE: &[u8] = b"nexora oauth state\0";

/// A number that is used once: 128 bits, as 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// From random bits.
    #[must_use]
    pub fn new(random: u128) -> Self {
        Self(format!("{random:032x}"))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One install that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// What the browser's cookie holds too.
    pub nonce: Nonce,
    /// After this it is too late.
    pub expires_at: Timestamp,
    /// Whose authorize page was asked.
    pub region: Region,
    /// Whether it was begun in Intercom's App Store, which wants to have the browser back.
    pub from_app_store: bool,
}

/// Why a state that came back is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadState {
    /// It is not one of ours, or was changed.
    #[error("the state is not one that this app signed")]
    Forged,
    /// The install took longer than ten minutes.
    #[error("the install was begun more than ten minutes ago")]
    Expired,
    /// Another browser began it, or this one keeps no cookies.
    #[error("the install was begun in another browser, or this one keeps no cookies")]
    OtherBrowser,
}

impl State {
    /// An install that begins now.
    #[must_use]
    pub fn begin(nonce: Nonce, now: Timestamp, region: Region, from_app_store: bool) -> Self {
        let expires_at = now.checked_add(LIFETIME).unwrap_or(Timestamp::MAX);
        Self {
            nonce,
            expires_at,
            region,
            from_app_store,
        }
    }

    /// The state as it travels: letters, digits, dots and hyphens.
    #[must_use]
    pub fn sign(&self, client_secret: &str) -> String {
        let payload = self.payload();
        let signature = mac(client_secret, &payload).finalize().into_bytes();
        format!("{payload}.{}", hex::encode(signature))
    }

    /// Reads what came back to the browser with this cookie. That it is the first time is for the store to say.
    ///
    /// # Errors
    ///
    /// See [`BadState`].
    pub fn verify(
        text: &str,
        client_secret: &str,
        cookie: Option<&str>,
        now: Timestamp,
    ) -> Result<Self, BadState> {
        let (payload, signature) = text.rsplit_once('.').ok_or(BadState::Forged)?;
        let signature = hex::decode(signature).map_err(|_| BadState::Forged)?;
        mac(client_secret, payload)
            .verify_slice(&signature)
            .map_err(|_| BadState::Forged)?;
        let state = Self::read(payload).ok_or(BadState::Forged)?;
        if state.expires_at <= now {
            return Err(BadState::Expired);
        }
        if cookie != Some(state.nonce.as_str()) {
            return Err(BadState::OtherBrowser);
        }
        Ok(state)
    }

    fn payload(&self) -> String {
        let region = match self.region {
            Region::Us => "us",
            Region::Eu => "eu",
            Region::Au => "au",
        };
        let origin = if self.from_app_store { "store" } else { "link" };
        let expires_at = self.expires_at.as_second();
        format!("{}.{expires_at}.{region}.{origin}", self.nonce)
    }

    fn read(payload: &str) -> Option<Self> {
        let mut fields = payload.split('.');
        let mut next = || fields.next();
        let (nonce, expires_at, region, origin) = (next()?, next()?, next()?, next()?);
        Some(Self {
            nonce: Nonce(nonce.to_owned()),
            expires_at: Timestamp::from_second(expires_at.parse().ok()?).ok()?,
            region: match region {
                "us" => Region::Us,
                "eu" => Region::Eu,
                "au" => Region::Au,
                _ => return None,
            },
            from_app_store: match origin {
                "store" => true,
                "link" => false,
                _ => return None,
            },
        })
    }
}

fn mac(client_secret: &str, payload: &str) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(client_secret.as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(PURPOSE);
    mac.update(payload.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "s3cret";
    const NOW: Timestamp = Timestamp::constant(1_773_144_000, 0);

    fn state() -> State {
        State::begin(Nonce::new(7), NOW, Region::Eu, true)
    }

    fn verified(text: &str, cookie: Option<&str>, after: i64) -> Result<State, BadState> {
        let now = NOW + SignedDuration::from_secs(after);
        State::verify(text, SECRET, cookie, now)
    }

    #[test]
    fn it_comes_back_as_it_went_to_the_browser_that_began_it() {
        let text = state().sign(SECRET);
        assert!(
            text.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.'),
            "{text}"
        );
        assert_eq!(
            verified(&text, Some(state().nonce.as_str()), 599),
            Ok(state())
        );
    }

    #[test]
    fn another_browser_a_later_day_and_another_hand_are_refused() {
        let text = state().sign(SECRET);
        let nonce = state().nonce;
        let cookie = Some(nonce.as_str());
        assert_eq!(verified(&text, None, 0), Err(BadState::OtherBrowser));
        assert_eq!(verified(&text, Some("0"), 0), Err(BadState::OtherBrowser));
        assert_eq!(verified(&text, cookie, 600), Err(BadState::Expired));
        let foreign = state().sign("another secret");
        assert_eq!(verified(&foreign, cookie, 0), Err(BadState::Forged));
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(
                verified(&changed, cookie, 0),
                Err(BadState::Forged),
                "{changed}"
            );
        }
        for nothing in ["", ".", "....", &text[1..]] {
            assert_eq!(
                verified(nothing, cookie, 0),
                Err(BadState::Forged),
                "{nothing}"
            );
        }
    }
}
