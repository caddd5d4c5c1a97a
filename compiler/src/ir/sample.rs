//! Small graphs for the tests of later stages.

use ash::vk::{
    AccessFlags2 as A, BufferUsageFlags, ImageAspectFlags, ImageLayout as L, ImageUsageFlags,
    ImageViewType, PipelineStageFlags2 as S,
};
use vixen_plan as plan;

use super::{Access, Graph, Pass, QueueKind, Range, Resource, ResourceId, Role, ViewShape, Work};
use crate::diagnostic::{Name, Site};
use crate::syntax::ast::PassKind;

/// Builds a graph resource by resource and pass by pass.
pub(crate) struct Sample(pub Graph);

/// How a sample's pass uses a resource.
#[derive(Clone, Copy)]
pub(crate) enum How {
    SampledCompute,
    SampledFragment,
    StorageRead,
    /// Overwrites whole.
    StorageWrite,
    StorageReadWrite,
    /// Overwrites whole.
    Color,
    ColorLoad,
    /// Overwrites whole.
    Depth,
    CopyRead,
    /// Overwrites whole.
    CopyWrite,
}

impl Sample {
    pub(crate) fn new() -> Self {
        Self(Graph {
            name: Name::new("Sample", Site::Whole),
            frames_in_flight: 2,
            max_extent: [64, 64],
            min_extent: None,
            lenient: false,
            profile: crate::profile::Profile::default(),
            partial: false,
            budget: None,
            switches: Vec::new(),
            params: Vec::new(),
            size_ops: Vec::new(),
            resources: Vec::new(),
            passes: Vec::new(),
            samplers: Vec::new(),
            shaders: Vec::new(),
            modules: Vec::new(),
        })
    }

    /// An image of 64 KiB a copy.
    pub(crate) fn image(
        &mut self,
        name: &str,
        lifetime: plan::Lifetime,
        copies: u32,
        mips: u32,
    ) -> ResourceId {
        let image = plan::Image {
            ty: ash::vk::ImageType::TYPE_2D,
            format: ash::vk::Format::R8G8B8A8_UNORM,
            extent: plan::Expr::default(),
            mips,
            layers: 1,
            samples: ash::vk::SampleCountFlags::TYPE_1,
            usage: ImageUsageFlags::empty(),
            flags: ash::vk::ImageCreateFlags::empty(),
            aspects: ImageAspectFlags::COLOR,
        };
        self.resource(name, lifetime, copies, plan::Shape::Image(image))
    }

    /// A buffer of 64 KiB a copy.
    pub(crate) fn buffer(
        &mut self,
        name: &str,
        lifetime: plan::Lifetime,
        copies: u32,
    ) -> ResourceId {
        let buffer = plan::Buffer { size: plan::Expr::default(), usage: BufferUsageFlags::empty() };
        self.resource(name, lifetime, copies, plan::Shape::Buffer(buffer))
    }

    fn resource(
        &mut self,
        name: &str,
        lifetime: plan::Lifetime,
        copies: u32,
        shape: plan::Shape,
    ) -> ResourceId {
        let id = ResourceId(self.0.resources.len() as u32);
        self.0.resources.push(Resource {
            name: Name::new(name, Site::Whole),
            lifetime,
            copies,
            memory: plan::MemoryClass::Device,
            shape,
            max_extent: [64, 64, 1],
            max_bytes: 65536,
            clear: None,
            output: false,
            when: None,
            data: None,
            doubted: false,
        });
        id
    }

    /// A pass that uses whole resources.
    pub(crate) fn pass(&mut self, name: &str, uses: &[(ResourceId, How)]) {
        let uses: Vec<_> =
            uses.iter().map(|(id, how)| (*id, *how, 0, self.0.resource(*id).whole())).collect();
        self.pass_on(name, &uses);
    }

    /// A pass that uses ranges, of previous copies where the ring is above 0.
    pub(crate) fn pass_on(&mut self, name: &str, uses: &[(ResourceId, How, u32, Range)]) {
        let accesses: Vec<Access> = uses
            .iter()
            .map(|(id, how, ring, range)| {
                let image = self.0.resource(*id).image().is_some();
                access(*id, *how, *ring, *range, image)
            })
            .collect();
        let raster = accesses.iter().any(|a| matches!(a.role, Role::Color(_) | Role::Depth));
        self.0.passes.push(Pass {
            kind: if raster { PassKind::Raster } else { PassKind::Compute },
            accesses,
            ..empty(name)
        });
    }
}

fn empty(name: &str) -> Pass {
    Pass {
        name: Name::new(name, Site::Whole),
        ty: String::from("Sample"),
        path: String::from("Sample"),
        element: None,
        kind: PassKind::Compute,
        queue: QueueKind::Graphics,
        device: 0,
        rate: None,
        when: None,
        side_effect: false,
        merge_group: None,
        view_mask: 0,
        accesses: Vec::new(),
        work: Work::Code,
        stages: Vec::new(),
        group: None,
        push: Vec::new(),
        bindings: Vec::new(),
        external_sets: Vec::new(),
        raster: None,
        geometry: crate::ir::Geometry::default(),
        transfers: Vec::new(),
    }
}

/// An access as a sample's pass has it.
pub(crate) fn access(
    resource: ResourceId,
    how: How,
    ring: u32,
    range: Range,
    image: bool,
) -> Access {
    let (stages, access, layout, role) = match how {
        How::SampledCompute => (
            S::COMPUTE_SHADER,
            A::SHADER_SAMPLED_READ,
            L::SHADER_READ_ONLY_OPTIMAL,
            Role::Descriptor,
        ),
        How::SampledFragment => (
            S::FRAGMENT_SHADER,
            A::SHADER_SAMPLED_READ,
            L::SHADER_READ_ONLY_OPTIMAL,
            Role::Descriptor,
        ),
        How::StorageRead => {
            (S::COMPUTE_SHADER, A::SHADER_STORAGE_READ, L::GENERAL, Role::Descriptor)
        }
        How::StorageWrite => {
            (S::COMPUTE_SHADER, A::SHADER_STORAGE_WRITE, L::GENERAL, Role::Descriptor)
        }
        How::StorageReadWrite => (
            S::COMPUTE_SHADER,
            A::SHADER_STORAGE_READ | A::SHADER_STORAGE_WRITE,
            L::GENERAL,
            Role::Descriptor,
        ),
        How::Color => (
            S::COLOR_ATTACHMENT_OUTPUT,
            A::COLOR_ATTACHMENT_WRITE,
            L::COLOR_ATTACHMENT_OPTIMAL,
            Role::Color(0),
        ),
        How::ColorLoad => (
            S::COLOR_ATTACHMENT_OUTPUT,
            A::COLOR_ATTACHMENT_READ | A::COLOR_ATTACHMENT_WRITE,
            L::COLOR_ATTACHMENT_OPTIMAL,
            Role::Color(0),
        ),
        How::Depth => (
            S::EARLY_FRAGMENT_TESTS | S::LATE_FRAGMENT_TESTS,
            A::DEPTH_STENCIL_ATTACHMENT_READ | A::DEPTH_STENCIL_ATTACHMENT_WRITE,
            L::DEPTH_STENCIL_ATTACHMENT_OPTIMAL,
            Role::Depth,
        ),
        How::CopyRead => (S::COPY, A::TRANSFER_READ, L::TRANSFER_SRC_OPTIMAL, Role::Transfer),
        How::CopyWrite => (S::COPY, A::TRANSFER_WRITE, L::TRANSFER_DST_OPTIMAL, Role::Transfer),
    };
    let mut layouts = vec![layout, L::GENERAL];
    layouts.dedup();
    Access {
        slot: Name::new("slot", Site::Whole),
        site: Site::Whole,
        resource,
        ring,
        range,
        view: image.then_some(ViewShape {
            ty: ImageViewType::TYPE_2D,
            format: ash::vk::Format::UNDEFINED,
            aspects: ImageAspectFlags::COLOR,
        }),
        stages,
        access,
        layouts: if image { layouts } else { Vec::new() },
        image_usage: ImageUsageFlags::empty(),
        buffer_usage: BufferUsageFlags::empty(),
        role,
        reads: !matches!(how, How::StorageWrite | How::Color | How::Depth | How::CopyWrite),
        writes: access.intersects(
            A::SHADER_STORAGE_WRITE
                | A::COLOR_ATTACHMENT_WRITE
                | A::DEPTH_STENCIL_ATTACHMENT_WRITE
                | A::TRANSFER_WRITE,
        ),
        discards: matches!(how, How::StorageWrite | How::Color | How::Depth | How::CopyWrite),
        relaxed: false,
        undefined_ok: false,
        clear: None,
    }
}
