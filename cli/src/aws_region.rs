//! A region of AWS.

use std::fmt;
use std::str::FromStr;

/// A region's name. Whether there is one of that name, AWS says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AwsRegion(String);

/// A text no region can be called; the SDK would say so in terms of host names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a region's name: expected something like eu-west-1")]
pub(crate) struct NotARegion;

impl FromStr for AwsRegion {
    type Err = NotARegion;

    fn from_str(name: &str) -> Result<Self, NotARegion> {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=63).contains(&name.len()) && name.bytes().all(fits) {
            Ok(Self(name.to_owned()))
        } else {
            Err(NotARegion)
        }
    }
}

impl From<AwsRegion> for String {
    fn from(region: AwsRegion) -> Self {
        region.0
    }
}

impl fmt::Display for AwsRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
