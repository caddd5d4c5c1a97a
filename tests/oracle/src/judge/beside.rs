//! The aspect beside the one that is written.
//!
//! "For depth/stencil images, [...] writes to one aspect may also result in read-modify-write operations for the other
//! aspect" (Render Pass Load Operations, Render Pass Store Operations, Render Pass Multisample Resolve Operations): they
//! need the order that a write of both needs, and leave the other aspect's content as it is. Of transfers the
//! specification does not say it; that an implementation may "store depth and stencil aspects interleaved"
//! (vkGetImageSubresourceLayout), so that a texel of both is one word, it does. Every write is therefore taken alike.

use super::access::Accessor;
use super::cell::{Read, Write};
use super::operations::Operations;
use super::{Judged, State};
use crate::bits::{PAIRS, each_pair};
use crate::stream::Use;

impl State {
    /// What a write must come after in the cells of the other aspect.
    pub(super) fn check_beside(
        &mut self,
        judged: Judged<'_>,
        used: &Use,
        accessor: Accessor,
        cells: &[usize],
    ) {
        let operations = Operations::of(used);
        if operations.leave == 0 {
            return;
        }
        for cell in cells {
            let place = (used.resource, *cell);
            self.take_over(judged, place);
            for pair in each_pair(operations.enter | operations.follow) {
                let follows = operations.enter >> pair & 1 == 0;
                self.check_pair(judged, accessor, place, (pair, follows));
            }
        }
    }

    /// Notes what a use did to the cells of the other aspect: a write wrote back what was there. Whoever reads an aspect has
    /// waited for the write of it, and with it for what that wrote back.
    pub(super) fn note_beside(
        &mut self,
        judged: Judged<'_>,
        used: &Use,
        accessor: Accessor,
        cells: &[usize],
    ) {
        let operations = Operations::of(used);
        let sequence = self.sequence;
        let has_aliases = !judged.space.aliases[used.resource].is_empty();
        for cell in cells {
            let cell = &mut self.cells[*cell];
            if operations.leave == 0 {
                if cell.top.write.is_some_and(|write| write.beside) {
                    for pair in each_pair(operations.reads) {
                        cell.top.read(accessor.read(pair, sequence));
                    }
                }
                continue;
            }
            if has_aliases {
                cell.aliases = sequence;
            }
            cell.write(Write {
                agent: accessor.agent,
                position: accessor.position,
                pairs: operations.leave,
                source: accessor.source,
                sequence,
                relaxed: accessor.relaxed,
                beside: true,
            });
        }
    }
}

impl Accessor {
    /// Its read by a pair of stage and access.
    pub(super) fn read(self, pair: usize, sequence: u32) -> Read {
        Read {
            agent: self.agent,
            stage: PAIRS[pair].stage,
            position: self.position,
            source: self.source,
            sequence,
            relaxed: self.relaxed,
            sees: true,
        }
    }
}
