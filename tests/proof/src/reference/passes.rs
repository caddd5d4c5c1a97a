//! One pass, alone on the queue.

use ash::vk;
use vixen::{Result, VulkanContext as _};

use super::Reference;
use super::objects::{aspect, clear_image, color_value, range};
use super::pipelines::{Key, Made, Targets, stage, types};
use crate::given;
use crate::gpu::full_barrier;
use crate::graph::{Depth, Element, Format, Load, Wire, Work};
use crate::shader::{Signature, View};

const GENERAL: vk::ImageLayout = vk::ImageLayout::GENERAL;

/// What a descriptor points at.
enum Bound {
    Image(vk::ImageView),
    Buffer(vk::Buffer, (u64, u64)),
}

impl Reference<'_> {
    /// Executes an element of a pass and waits for it.
    pub(super) fn element(&mut self, element: &Element) -> Result<()> {
        let Some(pass) = self.graph.passes.get(element.pass) else { return Ok(()) };
        let at = |wire: &Wire| wire.element(element.index);
        match &pass.work {
            Work::Compute { reads, writes, groups, indirect, .. } => {
                let read = reads.iter().map(|(_, wire)| at(wire));
                let wires = read.chain(writes.iter().map(|(_, wire)| at(wire))).collect();
                let groups = *groups;
                let arguments = self.arguments(*indirect);
                self.shaded(element, (wires, None), |raw, commands| {
                    // SAFETY: the command buffer is being recorded, pipeline and set are bound; an argument buffer
                    // holds small numbers, waited for.
                    unsafe {
                        match arguments {
                            Some((buffer, at)) => raw.cmd_dispatch_indirect(commands, buffer, at),
                            None => raw.cmd_dispatch(commands, groups, 1, 1),
                        }
                    }
                })
            }
            Work::Raster { reads, colors, depth, half, indirect, resolves, .. } => {
                let wires = reads.iter().map(|(_, wire)| at(wire)).collect();
                let vertices = if *half { 3 } else { 6 };
                let loads: Vec<Load> = colors.iter().map(|(load, _)| *load).collect();
                let samples = colors.iter().any(|(_, to)| self.graph.is_multisampled(to.resource));
                let targets = Targets { loads, depth: depth.map(|(how, _)| how), samples };
                let mut rendering = self.rendering(colors, *depth)?;
                for (of, to) in resolves {
                    self.resolve(&mut rendering, *of, *to)?;
                }
                let arguments = self.arguments(*indirect);
                self.shaded(element, (wires, Some(targets)), |raw, commands| {
                    rendering.draw(raw, commands, (vertices, arguments));
                })
            }
            Work::Copy { from, to } => self.copy(at(from), at(to)),
            Work::Blit { from, to, linear } => self.blit(at(from), at(to), *linear),
            Work::Clear { to, value } => self.clear(at(to), *value),
        }
    }

    /// Work with a pipeline.
    fn shaded(
        &mut self,
        element: &Element,
        (wires, targets): (Vec<Wire>, Option<Targets>),
        work: impl FnOnce(&ash::Device, vk::CommandBuffer),
    ) -> Result<()> {
        let pass = self.graph.passes.get(element.pass);
        let signature = pass.and_then(|pass| Signature::of(self.graph, pass));
        let Some(signature) = signature else { return Ok(()) };
        let stages = stage(&signature);
        let point = if signature.fragment {
            vk::PipelineBindPoint::GRAPHICS
        } else {
            vk::PipelineBindPoint::COMPUTE
        };
        let push = signature.push.then(|| given::seed(self.frame, element.pass, element.index));
        let made = self.pipelines.get(Key::new(signature.clone(), targets))?;
        let set = self.set(&signature, made, &wires)?;
        self.gpu.run(|raw, commands| {
            full_barrier(raw, commands);
            // SAFETY: the command buffer is being recorded; pipeline, layout and set are made for each other.
            unsafe {
                raw.cmd_bind_pipeline(commands, point, made.pipeline);
                raw.cmd_bind_descriptor_sets(commands, point, made.layout, 0, &[set], &[]);
                if let Some(push) = push {
                    raw.cmd_push_constants(commands, made.layout, stages, 0, &push);
                }
            }
            work(raw, commands);
            full_barrier(raw, commands);
        })
    }

    /// The one set there is, written for a pass.
    fn set(&self, signature: &Signature, made: Made, wires: &[Wire]) -> Result<vk::DescriptorSet> {
        let raw = self.gpu.device().raw();
        let layouts = [made.set];
        let info = vk::DescriptorSetAllocateInfo::default()
            .descriptor_pool(self.pipelines.pool)
            .set_layouts(&layouts);
        // SAFETY: the pass that used the pool's set was waited for; the pool has room for any set of the family.
        let set = unsafe {
            raw.reset_descriptor_pool(self.pipelines.pool, vk::DescriptorPoolResetFlags::empty())
                .at("vkResetDescriptorPool", "reference")?;
            raw.allocate_descriptor_sets(&info).at("vkAllocateDescriptorSets", "reference")?
        };
        let set = set.first().copied().unwrap_or_default();
        let read = signature.reads.iter().map(|slot| slot.view);
        let views = read.chain(signature.writes.iter().map(|slot| slot.view));
        let slots = types(signature).into_iter().zip(views).zip(wires);
        for (binding, ((ty, view), wire)) in (0u32..).zip(slots) {
            let write = vk::WriteDescriptorSet::default()
                .dst_set(set)
                .dst_binding(binding)
                .descriptor_type(ty);
            match self.bound(*wire, view)? {
                Bound::Image(view) => {
                    let info =
                        [vk::DescriptorImageInfo::default().image_view(view).image_layout(GENERAL)];
                    // SAFETY: the set is not in use; view and layout are those of the binding's image.
                    unsafe { raw.update_descriptor_sets(&[write.image_info(&info)], &[]) };
                }
                Bound::Buffer(buffer, (offset, bytes)) => {
                    let info = [vk::DescriptorBufferInfo { buffer, offset, range: bytes }];
                    // SAFETY: the set is not in use; the range lies in the buffer.
                    unsafe { raw.update_descriptor_sets(&[write.buffer_info(&info)], &[]) };
                }
            }
        }
        Ok(set)
    }

    fn bound(&self, wire: Wire, view: View) -> Result<Bound> {
        let Some(object) = self.object(wire.resource, wire.prev) else {
            return Ok(Bound::Buffer(vk::Buffer::null(), (0, 0)));
        };
        match self.graph.format(wire.resource) {
            Some(format) => {
                let view = self.views.get(self.gpu, (object.image, format), wire, view)?;
                Ok(Bound::Image(view))
            }
            None => Ok(Bound::Buffer(object.buffer, wire.bytes())),
        }
    }

    /// Where the numbers of an indirect command stand.
    fn arguments(&self, indirect: Option<Wire>) -> Option<(vk::Buffer, u64)> {
        let wire = indirect?;
        Some((self.object(wire.resource, wire.prev)?.buffer, wire.bytes().0))
    }

    /// Resolves an attachment into an image: floating-point colours are averaged, of depth the first sample stays.
    fn resolve(&self, rendering: &mut Rendering, of: Option<usize>, to: Wire) -> Result<()> {
        let (attachment, mode) = match of {
            Some(index) => (rendering.colors.get_mut(index), vk::ResolveModeFlags::AVERAGE),
            None => (rendering.depth.as_mut(), vk::ResolveModeFlags::SAMPLE_ZERO),
        };
        if let (Some(attachment), Bound::Image(view)) = (attachment, self.bound(to, View::Flat)?) {
            attachment.resolve_mode = mode;
            attachment.resolve_image_view = view;
            attachment.resolve_image_layout = GENERAL;
        }
        Ok(())
    }

    fn rendering(
        &self,
        colors: &[(Load, Wire)],
        depth: Option<(Depth, Wire)>,
    ) -> Result<Rendering> {
        let attachment = |wire: Wire| -> Result<_> {
            let view = match self.bound(wire, View::Flat)? {
                Bound::Image(view) => view,
                Bound::Buffer(..) => vk::ImageView::null(),
            };
            Ok(vk::RenderingAttachmentInfo::default()
                .image_view(view)
                .image_layout(GENERAL)
                .store_op(vk::AttachmentStoreOp::STORE))
        };
        let color = |(load, wire): &(Load, Wire)| -> Result<_> {
            let mut info = attachment(*wire)?.load_op(vk::AttachmentLoadOp::LOAD);
            if let Load::Clear(value) = load {
                let format = self.graph.format(wire.resource).unwrap_or(Format::R32);
                info.clear_value.color = color_value(format, *value);
                info = info.load_op(vk::AttachmentLoadOp::CLEAR);
            }
            Ok(info)
        };
        let depth = depth.map(|(how, wire)| -> Result<_> {
            let mut info = attachment(wire)?.load_op(vk::AttachmentLoadOp::LOAD);
            if how == Depth::Clear {
                info.clear_value.depth_stencil =
                    vk::ClearDepthStencilValue { depth: 1.0, stencil: 0 };
                info = info.load_op(vk::AttachmentLoadOp::CLEAR);
            }
            Ok(info)
        });
        let area = colors.first().map_or([1, 1], |(_, wire)| {
            self.graph.extent(wire.resource, wire.first[0], self.screen)
        });
        Ok(Rendering {
            colors: colors.iter().map(color).collect::<Result<_>>()?,
            depth: depth.transpose()?,
            area,
        })
    }

    fn copy(&self, from: Wire, to: Wire) -> Result<()> {
        let (Some(source), Some(target)) =
            (self.object(from.resource, from.prev), self.object(to.resource, to.prev))
        else {
            return Ok(());
        };
        let images = (self.graph.format(from.resource), self.graph.format(to.resource));
        self.gpu.run(|raw, commands| {
            full_barrier(raw, commands);
            // SAFETY: the command buffer is being recorded; images are in `GENERAL`, all regions lie in both.
            unsafe {
                match images {
                    (Some(a), Some(b)) => {
                        let regions = self.image_copies((a, from), (b, to));
                        raw.cmd_copy_image(
                            commands,
                            source.image,
                            GENERAL,
                            target.image,
                            GENERAL,
                            &regions,
                        );
                    }
                    (Some(format), None) => {
                        let regions = self.packed((format, from), to.bytes().0);
                        raw.cmd_copy_image_to_buffer(
                            commands,
                            source.image,
                            GENERAL,
                            target.buffer,
                            &regions,
                        );
                    }
                    (None, Some(format)) => {
                        let regions = self.packed((format, to), from.bytes().0);
                        raw.cmd_copy_buffer_to_image(
                            commands,
                            source.buffer,
                            target.image,
                            GENERAL,
                            &regions,
                        );
                    }
                    (None, None) => {
                        let ((src_offset, size), (dst_offset, _)) = (from.bytes(), to.bytes());
                        let region = [vk::BufferCopy { src_offset, dst_offset, size }];
                        raw.cmd_copy_buffer(commands, source.buffer, target.buffer, &region);
                    }
                }
            }
            full_barrier(raw, commands);
        })
    }

    fn blit(&self, from: Wire, to: Wire, linear: bool) -> Result<()> {
        let (Some(source), Some(target)) =
            (self.object(from.resource, from.prev), self.object(to.resource, to.prev))
        else {
            return Ok(());
        };
        let corners = |wire: Wire, mip| {
            let extent = self.graph.extent(wire.resource, wire.first[0] + mip, self.screen);
            let [x, y] = extent.map(u32::cast_signed);
            let z = self.graph.depth(wire.resource, wire.first[0] + mip).cast_signed();
            [vk::Offset3D::default(), vk::Offset3D { x, y, z }]
        };
        let region = |mip| {
            vk::ImageBlit::default()
                .src_subresource(Self::layers(Format::R32, from, mip))
                .src_offsets(corners(from, mip))
                .dst_subresource(Self::layers(Format::R32, to, mip))
                .dst_offsets(corners(to, mip))
        };
        let regions: Vec<_> = (0..from.count[0]).map(region).collect();
        let filter = if linear { vk::Filter::LINEAR } else { vk::Filter::NEAREST };
        self.gpu.run(|raw, commands| {
            full_barrier(raw, commands);
            // SAFETY: the command buffer is being recorded; both images are in `GENERAL`, of colour formats that
            // can be blitted, and have the regions.
            unsafe {
                raw.cmd_blit_image(
                    commands,
                    source.image,
                    GENERAL,
                    target.image,
                    GENERAL,
                    &regions,
                    filter,
                );
            }
            full_barrier(raw, commands);
        })
    }

    fn layers(format: Format, wire: Wire, mip: u32) -> vk::ImageSubresourceLayers {
        vk::ImageSubresourceLayers {
            aspect_mask: aspect(format),
            mip_level: wire.first[0] + mip,
            base_array_layer: wire.first[1],
            layer_count: wire.count[1],
        }
    }

    fn image_copies(&self, from: (Format, Wire), to: (Format, Wire)) -> Vec<vk::ImageCopy> {
        let region = |mip| {
            let [width, height] =
                self.graph.extent(from.1.resource, from.1.first[0] + mip, self.screen);
            let depth = self.graph.depth(from.1.resource, from.1.first[0] + mip);
            vk::ImageCopy::default()
                .src_subresource(Self::layers(from.0, from.1, mip))
                .dst_subresource(Self::layers(to.0, to.1, mip))
                .extent(vk::Extent3D { width, height, depth })
        };
        (0..from.1.count[0]).map(region).collect()
    }

    /// Mips one after the other in a buffer, each with all its layers.
    fn packed(&self, (format, wire): (Format, Wire), start: u64) -> Vec<vk::BufferImageCopy> {
        let mut offset = start;
        let region = |mip| {
            let [width, height] =
                self.graph.extent(wire.resource, wire.first[0] + mip, self.screen);
            let depth = self.graph.depth(wire.resource, wire.first[0] + mip);
            let region = vk::BufferImageCopy::default()
                .buffer_offset(offset)
                .image_subresource(Self::layers(format, wire, mip))
                .image_extent(vk::Extent3D { width, height, depth });
            offset += u64::from(width * height * depth * format.bytes() * wire.count[1]);
            region
        };
        (0..wire.count[0]).map(region).collect()
    }

    fn clear(&self, to: Wire, value: u32) -> Result<()> {
        let Some(target) = self.object(to.resource, to.prev) else { return Ok(()) };
        let format = self.graph.format(to.resource);
        self.gpu.run(|raw, commands| {
            full_barrier(raw, commands);
            if let Some(format) = format {
                clear_image(raw, commands, (target.image, format), range(format, to), value);
            } else {
                let (offset, bytes) = to.bytes();
                // SAFETY: the command buffer is being recorded; the range lies in the buffer.
                unsafe { raw.cmd_fill_buffer(commands, target.buffer, offset, bytes, value) };
            }
            full_barrier(raw, commands);
        })
    }
}

/// Attachments and area of a raster pass.
struct Rendering {
    colors: Vec<vk::RenderingAttachmentInfo<'static>>,
    depth: Option<vk::RenderingAttachmentInfo<'static>>,
    area: [u32; 2],
}

impl Rendering {
    #[allow(clippy::cast_precision_loss, reason = "an area is at most 40 pixels wide")]
    fn draw(
        &self,
        raw: &ash::Device,
        commands: vk::CommandBuffer,
        (vertices, arguments): (u32, Option<(vk::Buffer, u64)>),
    ) {
        let [width, height] = self.area;
        let area = vk::Rect2D { extent: vk::Extent2D { width, height }, ..Default::default() };
        let mut info = vk::RenderingInfo::default()
            .render_area(area)
            .layer_count(1)
            .color_attachments(&self.colors);
        if let Some(depth) = &self.depth {
            info = info.depth_attachment(depth);
        }
        let viewport = vk::Viewport {
            width: width as f32,
            height: height as f32,
            max_depth: 1.0,
            ..Default::default()
        };
        // SAFETY: the command buffer is being recorded; views are alive, in `GENERAL`; the pipeline is bound; an
        // argument buffer holds small numbers, waited for.
        unsafe {
            raw.cmd_begin_rendering(commands, &info);
            raw.cmd_set_viewport(commands, 0, &[viewport]);
            raw.cmd_set_scissor(commands, 0, &[area]);
            match arguments {
                Some((buffer, at)) => raw.cmd_draw_indirect(commands, buffer, at, 1, 0),
                None => raw.cmd_draw(commands, vertices, 1, 0, 0),
            }
            raw.cmd_end_rendering(commands);
        }
    }
}
