//! Pipeline-cache files.

use vixen::pipeline_cache::{HEADER_BYTES, Identity, encode, parse};

/// A pipeline-cache file, as its device reads it and as another device does.
///
/// What the driver is given must be what a file of this device holds: writing it again gives the same bytes.
///
/// # Panics
///
/// Where something does not hold that must.
pub fn pipeline_cache(input: &[u8]) {
    let own = identity();
    let other = Identity { driver: own.driver + 1, ..own };
    match parse(input, &own) {
        Ok(data) => {
            assert!(parse(input, &other).is_err(), "a file of two drivers");
            assert_eq!(data.len() + HEADER_BYTES, input.len(), "a part of the file is used");
            let again = encode(data, &own);
            assert_eq!(again.as_deref(), Ok(input), "the file is another one when written again");
        }
        Err(refusal) => assert!(!refusal.to_string().is_empty(), "a refusal without a text"),
    }
}

/// The device of the seeds.
pub(crate) fn identity() -> Identity {
    Identity { vendor: 0x10de, device: 0x2330, driver: 550, uuid: *b"0123456789abcdef" }
}
