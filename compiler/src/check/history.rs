//! V0407: a write to a previous frame's copy that nobody could see.
//!
//! A frame may write what a frame before it left, as a temporal filter does that validates its history in place. What it
//! leaves in `prev(k)` its later passes see as `prev(k)`, and later frames as `prev(k + 1)` and further back, until the copy
//! becomes the current one again and holds nothing. A write beyond the last reader is a mistake in the wire.

use super::Rules;
use crate::diagnostic::Code;
use crate::ir::{Access, Pass};

pub(super) fn check(rules: &Rules<'_>) {
    for (index, pass) in rules.graph.passes.iter().enumerate() {
        let writes = |access: &&Access| access.writes && access.ring > 0;
        for access in pass.accesses.iter().filter(writes) {
            // What an error keeps out may be the reader.
            if !rules.resource(access).doubted && !is_seen(rules, index, access) {
                unseen(rules, pass, access);
            }
        }
    }
}

/// Whether a pass behind this one reads the copy in the same frame, or any pass reads it in a later one.
fn is_seen(rules: &Rules<'_>, index: usize, write: &Access) -> bool {
    let sees = |behind: bool, read: &Access| {
        read.reads
            && read.resource == write.resource
            && read.range.overlaps(&write.range)
            && (read.ring > write.ring || (behind && read.ring == write.ring))
    };
    let mut passes = rules.graph.passes.iter().enumerate();
    passes.any(|(at, pass)| pass.accesses.iter().any(|read| sees(at > index, read)))
}

fn unseen(rules: &Rules<'_>, pass: &Pass, write: &Access) {
    let (name, ring) = (&rules.resource(write).name, write.ring);
    rules.error(
        Code::WriteToHistory,
        write.site,
        format!(
            "the slot `{}` of `{}` writes `prev({ring})` of `{name}`, and nobody could see that: no pass behind it reads \
             `{name}.prev({ring})`, and none an older copy",
            write.slot, pass.name
        ),
        format!(
            "write the current copy, `{name}`, or read `{name}.prev({ring})` in a pass that is declared after `{}`",
            pass.name
        ),
    );
}
