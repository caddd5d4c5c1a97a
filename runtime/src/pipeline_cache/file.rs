//! The format of a pipeline-cache file: pure functions over bytes, which fuzzers call too.
//!
//! All numbers are little-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 0..8 | `VixenPC` and an end-of-file character |
//! | 8..12 | version of this format |
//! | 12..16, 16..20 | `vendorID`, `deviceID` |
//! | 20..24 | `driverVersion` |
//! | 24..40 | `pipelineCacheUUID` |
//! | 40..48 | bytes of the driver's data |
//! | 48..56 | FNV-1a of the driver's data |
//! | 56.. | what `vkGetPipelineCacheData` gave, to the end of the file |

use ash::vk;

use crate::setup::fnv1a;

/// The last character ends the file for programs that print it.
const MAGIC: [u8; 8] = *b"VixenPC\x1a";

/// Counts up whenever the layout above changes.
const VERSION: u32 = 1;

/// Bytes before the driver's data.
pub const HEADER_BYTES: usize = 56;

/// The largest file that is read or written. Compiled pipelines of a large game take tens of megabytes.
pub const MAX_BYTES: u64 = 256 << 20;

/// Bytes of `VkPipelineCacheHeaderVersionOne`, which begins the driver's data.
const DRIVER_HEADER_BYTES: usize = 32;

/// Who wrote the driver's data, and who alone may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `vendorID`.
    pub vendor: u32,
    /// `deviceID`.
    pub device: u32,
    /// `driverVersion`, in the vendor's own encoding.
    pub driver: u32,
    /// `pipelineCacheUUID`.
    pub uuid: [u8; vk::UUID_SIZE],
}

impl Identity {
    /// That of a physical device.
    #[must_use]
    pub fn of(properties: &vk::PhysicalDeviceProperties) -> Self {
        Self {
            vendor: properties.vendor_id,
            device: properties.device_id,
            driver: properties.driver_version,
            uuid: properties.pipeline_cache_uuid,
        }
    }
}

/// Why a file is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It ends inside the header.
    #[error("{0} bytes are fewer than the header's {HEADER_BYTES}")]
    Short(u64),
    /// It is larger than any that is written.
    #[error("{0} bytes are more than the {MAX_BYTES} that a file may have")]
    Large(u64),
    /// It begins with something else.
    #[error("it is no pipeline cache of Vixen's")]
    Magic,
    /// It was written by a Vixen with another format.
    #[error("its format is version {0}, and this is version {VERSION}")]
    Version(u32),
    /// It was written for another device or by another driver.
    #[error("it is of another device or driver")]
    Driver,
    /// The driver's data is shorter or longer than the header says.
    #[error("the header promises {promised} bytes of data, and {found} follow")]
    Length {
        /// Bytes that the header names.
        promised: u64,
        /// Bytes that follow it.
        found: u64,
    },
    /// The driver's data is not what was written.
    #[error("its data does not match its hash")]
    Hash,
    /// The driver's data does not begin with the header that Vulkan prescribes, or with another device's.
    #[error("the driver's own header is wrong")]
    DriverHeader,
}

/// The driver's data in a file's bytes, once everything about it has been checked.
///
/// # Errors
///
/// A [`Refusal`] for any bytes that [`encode`] did not write for this very identity.
pub fn parse<'a>(bytes: &'a [u8], identity: &Identity) -> Result<&'a [u8], Refusal> {
    let length = bytes.len() as u64;
    if length > MAX_BYTES {
        return Err(Refusal::Large(length));
    }
    let (header, data) = bytes.split_at_checked(HEADER_BYTES).ok_or(Refusal::Short(length))?;
    let header = Header::read(header).ok_or(Refusal::Short(length))?;
    if header.magic != MAGIC {
        return Err(Refusal::Magic);
    }
    if header.version != VERSION {
        return Err(Refusal::Version(header.version));
    }
    if header.identity != *identity {
        return Err(Refusal::Driver);
    }
    if header.length != data.len() as u64 {
        return Err(Refusal::Length { promised: header.length, found: data.len() as u64 });
    }
    if header.hash != fnv1a(data) {
        return Err(Refusal::Hash);
    }
    check_driver_header(data, identity)?;
    Ok(data)
}

/// The bytes of a file with this data of the driver's.
///
/// # Errors
///
/// [`Refusal::Large`] for more data than [`parse`] would take, and [`Refusal::DriverHeader`] for data that
/// does not begin as Vulkan prescribes: it would never be read.
pub fn encode(data: &[u8], identity: &Identity) -> Result<Vec<u8>, Refusal> {
    let total = HEADER_BYTES as u64 + data.len() as u64;
    if total > MAX_BYTES {
        return Err(Refusal::Large(total));
    }
    check_driver_header(data, identity)?;
    let Identity { vendor, device, driver, uuid } = identity;
    let mut bytes = Vec::with_capacity(HEADER_BYTES + data.len());
    bytes.extend_from_slice(&MAGIC);
    for word in [VERSION, *vendor, *device, *driver] {
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    bytes.extend_from_slice(uuid);
    bytes.extend_from_slice(&(data.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&fnv1a(data).to_le_bytes());
    bytes.extend_from_slice(data);
    Ok(bytes)
}

struct Header {
    magic: [u8; 8],
    version: u32,
    identity: Identity,
    length: u64,
    hash: u64,
}

impl Header {
    /// `None` where the bytes end too soon.
    fn read(mut bytes: &[u8]) -> Option<Self> {
        let bytes = &mut bytes;
        Some(Self {
            magic: take(bytes)?,
            version: u32::from_le_bytes(take(bytes)?),
            identity: Identity {
                vendor: u32::from_le_bytes(take(bytes)?),
                device: u32::from_le_bytes(take(bytes)?),
                driver: u32::from_le_bytes(take(bytes)?),
                uuid: take(bytes)?,
            },
            length: u64::from_le_bytes(take(bytes)?),
            hash: u64::from_le_bytes(take(bytes)?),
        })
    }
}

/// The next bytes, taken off the front.
fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*taken)
}

/// `VkPipelineCacheHeaderVersionOne`, as the specification's "Pipeline Cache Header" has it. Its length may
/// be more than that of the fields; the fields are little-endian whatever the machine is.
fn check_driver_header(data: &[u8], identity: &Identity) -> Result<(), Refusal> {
    let mut rest = data;
    let bytes = &mut rest;
    let mut word = || take(bytes).map(u32::from_le_bytes);
    let (Some(length), Some(version), Some(vendor), Some(device)) =
        (word(), word(), word(), word())
    else {
        return Err(Refusal::DriverHeader);
    };
    let uuid: Option<[u8; vk::UUID_SIZE]> = take(bytes);
    let fits = (DRIVER_HEADER_BYTES..=data.len()).contains(&(length as usize));
    let one = version == vk::PipelineCacheHeaderVersion::ONE.as_raw().cast_unsigned();
    let ours = (vendor, device, uuid) == (identity.vendor, identity.device, Some(identity.uuid));
    if fits && one && ours { Ok(()) } else { Err(Refusal::DriverHeader) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a file that is not made fails the test")]
    use super::*;

    const IDENTITY: Identity = Identity { vendor: 0x10de, device: 7, driver: 9, uuid: [3; 16] };

    /// What a driver gives: the prescribed header and some bytes.
    fn data(extra: usize) -> Vec<u8> {
        let words = [32, 1, IDENTITY.vendor, IDENTITY.device].map(u32::to_le_bytes).concat();
        let body = (0..extra).map(|index| index as u8);
        words.into_iter().chain(IDENTITY.uuid).chain(body).collect()
    }

    #[test]
    fn what_was_written_is_read() {
        for extra in [0, 1, 1000] {
            let file = encode(&data(extra), &IDENTITY).unwrap();
            assert_eq!(parse(&file, &IDENTITY), Ok(&data(extra)[..]));
        }
    }

    #[test]
    fn a_file_cut_at_any_byte_is_refused() {
        let file = encode(&data(40), &IDENTITY).unwrap();
        for length in 0..file.len() {
            let expected = if length < HEADER_BYTES {
                Refusal::Short(length as u64)
            } else {
                Refusal::Length { promised: 72, found: (length - HEADER_BYTES) as u64 }
            };
            assert_eq!(parse(&file[..length], &IDENTITY), Err(expected), "cut at {length}");
        }
    }

    #[test]
    fn a_longer_file_is_refused() {
        let mut file = encode(&data(0), &IDENTITY).unwrap();
        file.push(0);
        assert_eq!(parse(&file, &IDENTITY), Err(Refusal::Length { promised: 32, found: 33 }));
    }

    #[test]
    fn any_one_flipped_bit_is_refused_and_named() {
        let file = encode(&data(40), &IDENTITY).unwrap();
        for bit in 0..file.len() * 8 {
            let mut flipped = file.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let refusal = parse(&flipped, &IDENTITY).unwrap_err();
            let expected = match bit / 8 {
                0..8 => matches!(refusal, Refusal::Magic),
                8..12 => matches!(refusal, Refusal::Version(_)),
                12..40 => matches!(refusal, Refusal::Driver),
                40..48 => matches!(refusal, Refusal::Length { .. }),
                _ => matches!(refusal, Refusal::Hash),
            };
            assert!(expected, "bit {bit}: {refusal}");
        }
    }

    #[test]
    fn another_driver_s_file_is_refused() {
        let file = encode(&data(0), &IDENTITY).unwrap();
        let mut uuid = IDENTITY.uuid;
        uuid[15] = 4;
        for other in [
            Identity { vendor: 1, ..IDENTITY },
            Identity { device: 8, ..IDENTITY },
            Identity { driver: 10, ..IDENTITY },
            Identity { uuid, ..IDENTITY },
        ] {
            assert_eq!(parse(&file, &other), Err(Refusal::Driver));
        }
    }

    #[test]
    fn data_without_the_prescribed_header_is_neither_written_nor_read() {
        let whole = data(8);
        for length in 0..DRIVER_HEADER_BYTES {
            assert_eq!(encode(&whole[..length], &IDENTITY), Err(Refusal::DriverHeader));
        }
        // The header's length, its version, vendor, device and UUID, each wrong in turn.
        for byte in [0, 3, 4, 8, 12, 16, 31] {
            let mut wrong = whole.clone();
            wrong[byte] ^= 0x80;
            assert_eq!(encode(&wrong, &IDENTITY), Err(Refusal::DriverHeader), "byte {byte}");
            // The same from a file whose hash is right.
            let mut file = encode(&whole, &IDENTITY).unwrap();
            file[48..56].copy_from_slice(&fnv1a(&wrong).to_le_bytes());
            file[HEADER_BYTES..].copy_from_slice(&wrong);
            assert_eq!(parse(&file, &IDENTITY), Err(Refusal::DriverHeader), "byte {byte}");
        }
    }
}
