//! V0418: texel buffers hold whole texels.

use super::Rules;
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{Access, Binding, Pass, Range};

pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    for binding in &pass.bindings {
        let access = binding.access.and_then(|index| pass.accesses.get(index));
        let (Some(access), Some(info)) = (access, format::info(binding.texels)) else { continue };
        if let (None, Range::Bytes(start, end)) = (access.view, access.range) {
            let end = end.min(rules.resource(access).max_bytes);
            let texels = Texels { rules, pass, access, binding, bytes: u64::from(info.bytes) };
            texels.range(start, end);
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
        let alignment = self.rules.graph.profile.limit("minTexelBufferOffsetAlignment").max(1);
        let aligned = start.is_multiple_of(alignment);
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
                alignment
            ),
            "wire a range of whole texels that starts at such a byte, `.bytes(256..512)`, or a buffer of its own",
        );
    }

    /// What follows the last whole texel of a buffer is left out by the view.
    fn is_rest(&self) -> bool {
        matches!(self.access.range, Range::Bytes(_, u64::MAX))
    }
}
