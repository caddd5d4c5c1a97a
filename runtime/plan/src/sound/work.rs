//! Dispatches and draws, and what they read and draw to.

use alloc::format;
use alloc::vec::Vec;

use ash::vk;

use super::{Asked, Broken, mip};
use crate::texel::texel_block;
use crate::{Access, Expr, Pass, Raster, Sizes, VertexAttribute, Work, evaluate};

impl<S: Sizes> Asked<'_, S> {
    /// Work stays within the buffers that it reads.
    pub(super) fn work(&self, pass: &Pass) -> Option<Broken> {
        match pass.work {
            Work::Dispatch(groups) => self.no_group(pass, groups),
            Work::Draw { vertices, instances } => {
                self.geometry(pass, (self.count(vertices)?, self.count(instances)?), false)
            }
            Work::DrawIndexed { indices, instances } => {
                self.geometry(pass, (self.count(indices)?, self.count(instances)?), true)
            }
            Work::DrawDynamic { max_vertices, max_instances } => {
                self.geometry(pass, (max_vertices.into(), max_instances.into()), false)
            }
            Work::DrawIndexedDynamic { max_indices, max_instances } => {
                self.geometry(pass, (max_indices.into(), max_instances.into()), true)
            }
            Work::DispatchIndirect { arguments, offset } => {
                self.arguments(pass, arguments, offset.saturating_add(12))
            }
            Work::DrawIndirect { arguments, offset, draws, stride } => {
                self.arguments(pass, arguments, end_of(offset, draws, stride, 16))
            }
            Work::DrawIndexedIndirect { arguments, offset, draws, stride } => {
                self.arguments(pass, arguments, end_of(offset, draws, stride, 20))
            }
            _ => None,
        }
    }

    fn count(&self, expr: Expr) -> Option<u64> {
        self.value(expr).map(|[count, ..]| count)
    }

    /// What a dispatch writes and others read is written at every size.
    fn no_group(&self, pass: &Pass, groups: Expr) -> Option<Broken> {
        let none = |groups: [u64; 3]| groups.contains(&0);
        let most = evaluate(groups.0.of(&self.plan().size_ops), &self.rules.most)?;
        (none(self.value(groups)?) && !none(most)).then(|| {
            let what = format!("`{}` dispatches no work group", pass.name);
            (None, what, "a dispatch writes what it declares")
        })
    }

    /// Arguments of indirect work lie within their buffer.
    fn arguments(&self, pass: &Pass, access: u32, end: u64) -> Option<Broken> {
        let access = self.plan().accesses.get(access as usize)?;
        let [bytes, ..] = self.sizes.resource(access.resource);
        let end = access.bytes.0.saturating_add(end);
        (end > bytes).then(|| {
            let what = format!(
                "`{}` has {bytes} bytes, and `{}` reads arguments up to byte {end}",
                self.name(access.resource),
                pass.name
            );
            (Some(access.resource), what, "arguments lie within their buffer")
        })
    }

    /// Draws stay within their index and vertex buffers.
    fn geometry(
        &self,
        pass: &Pass,
        (count, instances): (u64, u64),
        indexed: bool,
    ) -> Option<Broken> {
        let indices = pass.indices.filter(|_| indexed).and_then(|indices| {
            let width = if indices.ty == vk::IndexType::UINT16 { 2 } else { 4 };
            self.holds(pass, indices.access, count.saturating_mul(width), "indices")
        });
        let pipeline = self.plan().pipelines.get(pass.pipeline? as usize)?;
        let state = pipeline.raster?;
        let bindings = state.vertex_bindings.of(&self.plan().vertex_bindings);
        let accesses = pass.vertices.of(&self.plan().vertex_buffers);
        let attributes = state.vertex_attributes.of(&self.plan().vertex_attributes);
        let vertices = || {
            (0u32..).zip(bindings.iter().zip(accesses)).find_map(|(number, (binding, access))| {
                let own = attributes.iter().filter(|attribute| attribute.binding == number);
                let end = |attribute: &VertexAttribute| {
                    let bytes = texel_block(attribute.format).map_or(0, |(bytes, _)| bytes);
                    u64::from(attribute.offset) + bytes
                };
                let last = own.map(end).max()?;
                let (elements, what) = match binding.rate {
                    vk::VertexInputRate::INSTANCE => (instances, "instances"),
                    _ if indexed => return None,
                    _ => (count, "vertices"),
                };
                let before = elements.checked_sub(1)?.saturating_mul(u64::from(binding.stride));
                self.holds(pass, *access, before.saturating_add(last), what)
            })
        };
        indices.or_else(vertices)
    }

    fn holds(&self, pass: &Pass, access: u32, needed: u64, what: &str) -> Option<Broken> {
        let access = self.plan().accesses.get(access as usize)?;
        let given = self.given(access);
        (needed > given).then(|| {
            let what = format!(
                "`{}` has {given} bytes, and the {what} that `{}` draws take {needed}",
                self.name(access.resource),
                pass.name
            );
            (Some(access.resource), what, "draws stay within their buffers")
        })
    }

    /// Bytes of a buffer that an access names.
    pub(super) fn given(&self, access: &Access) -> u64 {
        let [bytes, ..] = self.sizes.resource(access.resource);
        bytes.saturating_sub(access.bytes.0).min(access.bytes.1)
    }

    /// The attachments of a pass have one size, which is at least the render area.
    pub(super) fn attachments(&self, pass: &Pass, raster: Raster) -> Option<Broken> {
        let plan = self.plan();
        let attached = |index: Option<u32>| plan.attachments.get(index? as usize);
        let colors = raster.colors.of(&plan.attachments).iter();
        let attachments = colors.chain(attached(raster.depth)).chain(attached(raster.stencil));
        let views = attachments
            .flat_map(|attachment| [Some(attachment.view), attachment.resolve.map(|r| r.view)]);
        let views = views.flatten().filter_map(|view| plan.views.get(view as usize));
        let sizes: Vec<(u32, [u64; 2])> = views
            .map(|view| {
                let [x, y, _] = mip(self.sizes.resource(view.resource), view.range.base_mip);
                (view.resource, [x, y])
            })
            .collect();
        let [width, height, _] = self.value(raster.area)?;
        if width == 0 || height == 0 {
            let what = format!("`{}` draws {width} x {height} pixels", pass.name);
            return Some((None, what, "VUID-VkRenderingInfo-None-08994"));
        }
        sizes.iter().find_map(|(resource, [x, y])| {
            let same = sizes.first().is_none_or(|(_, first)| first == &[*x, *y]);
            (*x < width || *y < height || !same).then(|| {
                let what = format!(
                    "`{}` draws {width} x {height} pixels, and its attachment `{}` has {x} x {y}",
                    pass.name,
                    self.name(*resource)
                );
                (Some(*resource), what, "VUID-VkRenderingInfo-pNext-06079")
            })
        })
    }
}

fn end_of(offset: u64, draws: u32, stride: u32, bytes: u64) -> u64 {
    let before = u64::from(draws.saturating_sub(1)) * u64::from(stride);
    offset.saturating_add(before).saturating_add(bytes)
}
