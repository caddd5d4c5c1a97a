//! V0418 and V0702: texel buffers hold whole texels, within the profile's limits.

use super::Rules;
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{Access, Binding, Pass, Range};
use crate::profile;

pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    for binding in &pass.bindings {
        let access = binding.access.and_then(|index| pass.accesses.get(index));
        let (Some(access), Some(info)) = (access, format::info(binding.texels)) else { continue };
        if let (None, Range::Bytes(start, end)) = (access.view, access.range) {
            let end = end.min(rules.resource(access).max_bytes);
            let texels = Texels { rules, pass, access, binding, bytes: u64::from(info.bytes) };
            texels.range(start, end);
            texels.count(end.saturating_sub(start));
        }
    }
}

struct Texels<'a> {
    rules: &'a Rules<'a>,
    pass: &'a Pass,
    access: &'a Access,
    binding: &'a Binding,
    /// Of a texel.
    bytes: u64,
}

impl Texels<'_> {
    fn range(&self, start: u64, end: u64) {
        let aligned = start.is_multiple_of(profile::TEXEL_OFFSET_ALIGNMENT);
        let whole = (end - start.min(end)).is_multiple_of(self.bytes) || self.is_rest();
        let wrong = if !aligned {
            format!("starts at byte {start}")
        } else if !whole {
            format!("shows {} bytes", end - start)
        } else {
            return;
        };
        self.rules.error(
            Code::TexelRange,
            self.access.site,
            format!(
                "{} {wrong}, and its texels of {} take {} bytes each, the first at a multiple of {} bytes",
                self.rules.slot(self.pass, self.access),
                format::name(self.binding.texels),
                self.bytes,
                profile::TEXEL_OFFSET_ALIGNMENT
            ),
            "wire a range of whole texels that starts at such a byte, `.bytes(256..512)`, or a buffer of its own",
        );
    }

    /// What follows the last whole texel of a buffer is left out by the view.
    fn is_rest(&self) -> bool {
        matches!(self.access.range, Range::Bytes(_, u64::MAX))
    }

    fn count(&self, bytes: u64) {
        let count = bytes / self.bytes;
        if count > profile::MAX_TEXEL_ELEMENTS {
            self.rules.error(
                Code::OverLimit,
                self.access.site,
                format!(
                    "{} has {count} texels, and {} guarantees {} (maxTexelBufferElements)",
                    self.rules.slot(self.pass, self.access),
                    profile::NAME,
                    profile::MAX_TEXEL_ELEMENTS
                ),
                "wire a part of it (`.bytes(a..b)`), or read it as a storage buffer: `#[storage(read)]`",
            );
        }
    }
}
