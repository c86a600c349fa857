//! `X-Hub-Signature`: HMAC-SHA1 of the raw body with the app's client secret. And `X-Body-Signature`, HMAC-SHA256, of
//! the calls that are no notifications.
//!
//! The secret is the app's, one for all workspaces: a signature proves "from Intercom", not "from this
//! workspace". A private app has a secret of its own.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

/// A client secret that can verify.
#[derive(Clone)]
pub struct Secret {
    hub: Hmac<Sha1>,
    body: Hmac<Sha256>,
}

/// A secret nobody may use: anyone could sign with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an app secret is empty: copy it from Developer Hub → your app → Basic information")]
pub struct EmptySecret;

/// Bytes whose signature matched. Parsing takes this, so nothing is parsed before it is verified.
#[derive(Debug, Clone, Copy)]
pub struct Verified<'b>(&'b [u8]);

impl Secret {
    /// Takes a client secret.
    ///
    /// # Errors
    ///
    /// Refuses an empty one.
    pub fn new(secret: &str) -> Result<Self, EmptySecret> {
        if secret.trim().is_empty() {
            return Err(EmptySecret);
        }
        let key = secret.as_bytes();
        Ok(Self {
            hub: Hmac::new_from_slice(key).expect("HMAC takes a key of any length"),
            body: Hmac::new_from_slice(key).expect("HMAC takes a key of any length"),
        })
    }

    /// The proof that `header` signs `body`: `sha1=` and 40 hexadecimal digits, compared in constant time.
    #[must_use]
    pub fn verify<'b>(&self, body: &'b [u8], header: &str) -> Option<Verified<'b>> {
        let mut signature = [0; 20];
        hex::decode_to_slice(header.trim().strip_prefix("sha1=")?, &mut signature).ok()?;
        let mut mac = self.hub.clone();
        mac.update(body);
        mac.verify_slice(&signature).ok()?;
        Some(Verified(body))
    }

    /// The `X-Hub-Signature` Intercom would send with `body`: for a notification that is delivered by hand.
    #[must_use]
    pub fn sign(&self, body: &[u8]) -> String {
        let mut mac = self.hub.clone();
        mac.update(body);
        format!("sha1={}", hex::encode(mac.finalize().into_bytes()))
    }

    /// The same for `X-Body-Signature`: 64 hexadecimal digits and nothing before them, as one public integration reads
    /// it. Intercom does not document it.
    #[must_use]
    pub fn verify_call<'b>(&self, body: &'b [u8], header: &str) -> Option<Verified<'b>> {
        let mut signature = [0; 32];
        hex::decode_to_slice(header.trim(), &mut signature).ok()?;
        let mut mac = self.body.clone();
        mac.update(body);
        mac.verify_slice(&signature).ok()?;
        Some(Verified(body))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl<'b> Verified<'b> {
    /// The verified bytes.
    #[must_use]
    pub const fn bytes(self) -> &'b [u8] {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 2202, test case 2.
    const KEY: &str = "Jefe";
    const BODY: &[u8] = b"what do ya want for nothing?";
    const SIGNATURE: &str = "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";

    fn accepts(key: &str, body: &[u8], header: &str) -> bool {
        Secret::new(key).unwrap().verify(body, header).is_some()
    }

    #[test]
    fn the_published_vector_verifies() {
        assert!(accepts(KEY, BODY, SIGNATURE));
        assert!(accepts(KEY, BODY, &SIGNATURE.replace("effcdf", "EFFCDF")));
        assert_eq!(Secret::new(KEY).unwrap().sign(BODY), SIGNATURE);
    }

    #[test]
    fn one_bit_of_body_key_or_signature_is_refused() {
        assert!(!accepts("jefe", BODY, SIGNATURE));
        assert!(!accepts(KEY, b"what do ya want for nothing!", SIGNATURE));
        assert!(!accepts(KEY, BODY, &SIGNATURE.replace("7c79", "7c78")));
    }

    #[test]
    fn a_header_of_another_shape_is_refused() {
        let digits = SIGNATURE.trim_start_matches("sha1=");
        for header in [
            "",
            "sha1=",
            digits,
            &SIGNATURE[..44],
            &format!("{SIGNATURE}00"),
            "sha1=zz",
            &format!("sha256={digits}"),
        ] {
            assert!(!accepts(KEY, BODY, header), "{header}");
        }
    }

    #[test]
    fn a_call_is_signed_with_the_longer_digest_and_no_prefix() {
        // RFC 4231, test case 2.
        let signature = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let signs = |body: &[u8], header: &str| {
            let secret = Secret::new(KEY).unwrap();
            secret.verify_call(body, header).is_some()
        };
        assert!(signs(BODY, signature));
        assert!(!signs(b"what do ya want for nothing!", signature));
        for header in [
            "",
            &format!("sha256={signature}"),
            &signature[..40],
            &signature.replace("3843", "3842"),
            SIGNATURE,
        ] {
            assert!(!signs(BODY, header), "{header}");
        }
    }

    #[test]
    fn an_empty_secret_is_refused_and_no_secret_is_shown() {
        assert_eq!(Secret::new(" ").unwrap_err(), EmptySecret);
        assert_eq!(format!("{:?}", Secret::new(KEY).unwrap()), "Secret(…)");
    }
}
