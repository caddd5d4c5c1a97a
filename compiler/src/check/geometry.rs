//! V0410, V0609 and V0702: draws stay within their vertex and index buffers, and those within the profile's
//! limits. Counts are those at the declared maximum.

use ash::vk;
use vixen_plan::{self as plan, VertexBinding};

use super::Rules;
use super::limit::Maximum;
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{Access, Pass, Range, Work};

pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    let draw = Draw { rules, pass };
    let (vertices, indices, instances) = draw.counts();
    for (number, (access, binding)) in pass.geometry.buffers.iter().enumerate() {
        let Some(access) = pass.accesses.get(*access) else { continue };
        draw.vertex_offset(access, number as u32);
        let per_instance = binding.rate == vk::VertexInputRate::INSTANCE;
        let count = if per_instance { instances } else { vertices };
        if let Some(count) = count {
            let what = if per_instance { "instances" } else { "vertices" };
            draw.fits(access, (count, what), draw.elements(*binding, number as u32, count));
        }
    }
    if let Some((access, ty)) = pass.geometry.indices {
        let Some(access) = pass.accesses.get(access) else { return };
        let width = if ty == vk::IndexType::UINT16 { 2 } else { 4 };
        draw.offset(access, width, "an index");
        if let Some(count) = indices {
            draw.fits(access, (count, "indices"), count.saturating_mul(width));
        }
    }
}

struct Draw<'a> {
    rules: &'a Rules<'a>,
    pass: &'a Pass,
}

impl Draw<'_> {
    /// Vertices, indices and instances, where they are known.
    fn counts(&self) -> (Option<u64>, Option<u64>, Option<u64>) {
        let value = |expr: plan::Expr| {
            let ops = expr.0.of(&self.rules.graph.size_ops);
            plan::evaluate(ops, &Maximum(self.rules.graph)).map(|[x, ..]| x)
        };
        let known = |count: u32| Some(u64::from(count));
        match self.pass.work {
            Work::Draw(vertices, instances) => (value(vertices), None, value(instances)),
            Work::DrawDynamic(vertices, instances) => (known(vertices), None, known(instances)),
            Work::DrawIndexed(indices, instances) => (None, value(indices), value(instances)),
            Work::DrawIndexedDynamic(indices, instances) => {
                (None, known(indices), known(instances))
            }
            _ => (None, None, None),
        }
    }

    /// Bytes up to the end of what is read of the last of `count` elements.
    fn elements(&self, binding: VertexBinding, number: u32, count: u64) -> u64 {
        let attributes = &self.pass.geometry.attributes;
        let own = attributes.iter().filter(|attribute| attribute.binding == number);
        let bytes = |format| format::info(format).map_or(0, |info| info.bytes);
        let last = own.map(|attribute| attribute.offset + bytes(attribute.format)).max();
        match (count.checked_sub(1), last) {
            (Some(before), Some(last)) => {
                before.saturating_mul(u64::from(binding.stride)).saturating_add(u64::from(last))
            }
            _ => 0,
        }
    }

    /// V0609.
    fn fits(&self, access: &Access, (count, what): (u64, &str), needed: u64) {
        let given = match access.range {
            Range::Bytes(start, end) => {
                end.min(self.rules.resource(access).max_bytes).saturating_sub(start)
            }
            Range::Image { .. } => return,
        };
        if needed <= given {
            return;
        }
        self.rules.error(
            Code::DrawPastEnd,
            access.site,
            format!(
                "{} has {given} bytes, and `{}` draws {count} {what}, which take {needed}",
                self.rules.slot(self.pass, access),
                self.pass.name
            ),
            format!("draw fewer {what}, or give the buffer {needed} bytes"),
        );
    }

    /// An attribute stands at a multiple of the size of its numbers.
    fn vertex_offset(&self, access: &Access, number: u32) {
        let attributes = self.pass.geometry.attributes.iter();
        let formats = attributes.filter(|attribute| attribute.binding == number);
        let widest = formats.filter_map(|attribute| format::unit(attribute.format)).max();
        self.offset(access, u64::from(widest.unwrap_or(1)), "a number of its elements");
    }

    fn offset(&self, access: &Access, width: u64, what: &str) {
        let Range::Bytes(start, _) = access.range else { return };
        if start.is_multiple_of(width) {
            return;
        }
        self.rules.error(
            Code::ViewIncompatible,
            access.site,
            format!(
                "{} starts at byte {start}, and {what} takes {width} bytes",
                self.rules.slot(self.pass, access)
            ),
            format!("start the range at a multiple of {width}"),
        );
    }
}
