//! What was read, as the tree that all doors build.

use std::collections::{HashMap, HashSet};

use ash::vk;

use super::File;
use super::access::{Access, Rect};
use super::node::Node;
use super::resource::{Extent, Initial, Lifetime, Mode, Resource, Shape};
use crate::diagnostic::{Name, Site};
use crate::format::{self, Numeric};
use crate::syntax::ast::{
    Ast, ClearDecl, Expr, ExprKind, GraphDecl, ImageDecl, LifetimeDecl, NodeDecl, Operator, Origin,
    PassDecl, RasterDecl, ResourceDecl, ShapeDecl, SlotDecl, SlotKind, Trust, Usage, Wire,
};

pub(super) fn build(file: &File, lifetimes: &[Option<LifetimeDecl>]) -> Ast {
    let formats = file.resources.iter().map(|resource| match &resource.shape {
        Shape::Image { format, .. } => format::by_name(&format.text),
        _ => None,
    });
    let formats = formats.collect();
    let builder = Builder { file, swapchain: swapchain(&file.resources), formats };
    let kept = file.resources.iter().zip(lifetimes);
    let resources = kept
        .filter_map(|(resource, lifetime)| Some(builder.resource(resource, lifetime.clone()?)))
        .collect();
    let (mut passes, mut nodes) = (Vec::new(), Vec::new());
    for (decl, node) in file.nodes.iter().enumerate() {
        let (pass, node) = builder.node(node, decl);
        passes.push(pass);
        nodes.push(node);
    }
    let graph = GraphDecl {
        name: file.name.clone(),
        frames_in_flight: 2,
        max_extent: file.extent,
        resources,
        nodes,
        outputs: outputs(file, lifetimes),
        lenient: true,
        ..GraphDecl::default()
    };
    Ast { graph, passes, graphs: Vec::new() }
}

/// The outputs that are resources of their own; what lives on as a previous copy survives anyway.
fn outputs(file: &File, lifetimes: &[Option<LifetimeDecl>]) -> Vec<Name> {
    let all = file.resources.iter().zip(lifetimes).filter(|(_, lifetime)| lifetime.is_some());
    let own: HashSet<&str> = all.map(|(resource, _)| resource.name.text.as_str()).collect();
    let own = |name: &&Name| own.contains(name.text.as_str());
    file.outputs.iter().filter(own).cloned().collect()
}

/// The swapchain's name, for sizes that follow it.
fn swapchain(resources: &[Resource]) -> Option<&str> {
    resources
        .iter()
        .find(|resource| is_swapchain(resource))
        .map(|resource| resource.name.text.as_str())
}

fn is_swapchain(resource: &Resource) -> bool {
    resource.lifetime == Lifetime::Swapchain
}

struct Builder<'a> {
    file: &'a File,
    swapchain: Option<&'a str>,
    /// By resource; `None` for what has none.
    formats: Vec<Option<vk::Format>>,
}

fn expr(kind: ExprKind, site: Site) -> Expr {
    Expr { kind, site }
}

fn number(value: impl Into<u64>, site: Site) -> Expr {
    expr(ExprKind::Number(value.into()), site)
}

fn vector(values: [u32; 3], site: Site) -> Expr {
    expr(ExprKind::Vector(values.iter().map(|value| number(*value, site)).collect()), site)
}

fn member(of: Expr, name: &str, arguments: Vec<Expr>) -> Expr {
    let site = of.site;
    expr(ExprKind::Member(Box::new(of), name.into(), arguments), site)
}

impl Builder<'_> {
    fn resource(&self, resource: &Resource, lifetime: LifetimeDecl) -> ResourceDecl {
        let (shape, clear) = match &resource.shape {
            Shape::Buffer { bytes, site } => {
                (ShapeDecl::Buffer { size: number(*bytes, *site) }, None)
            }
            Shape::AccelerationStructure { bytes, site } => {
                (ShapeDecl::AccelerationStructure { size: number(*bytes, *site) }, None)
            }
            Shape::Image { dimension, format, extent } => {
                let own = is_swapchain(resource);
                let image = ImageDecl {
                    dimension: *dimension,
                    format: format.clone(),
                    // The swapchain does not follow itself.
                    extent: if own { self.reference(extent.site) } else { self.extent(extent) },
                    mips: resource.mips,
                    layers: resource.layers,
                    samples: resource.samples,
                };
                (ShapeDecl::Image(image), clear(resource, &format.text))
            }
        };
        ResourceDecl {
            name: resource.name.clone(),
            count: None,
            lifetime,
            shape,
            clear,
            when: None,
            data: None,
        }
    }

    /// The reference extent as constants.
    fn reference(&self, site: Site) -> Expr {
        vector([self.file.extent[0], self.file.extent[1], 1], site)
    }

    fn extent(&self, extent: &Extent) -> Expr {
        let site = extent.site;
        let (scale, up) = match extent.mode {
            Mode::Absolute(texels) => return vector(texels, site),
            Mode::Swapchain { scale, up } => (scale, up),
        };
        let swapchain = match self.swapchain {
            Some(name) => expr(ExprKind::Name(name.into()), site),
            // Without a swapchain there is nothing to follow: the reference extent is the extent.
            None => self.reference(site),
        };
        let scale = [scale[0], scale[1], (1, 1)];
        if scale == [(1, 1); 3] {
            swapchain
        } else if up {
            expr(ExprKind::Scale(Box::new(swapchain), scale), site)
        } else {
            rounded_down(swapchain, scale)
        }
    }

    fn node(&self, node: &Node, decl: usize) -> (PassDecl, NodeDecl) {
        let mut names = HashMap::new();
        let slots: Vec<(Name, &Access)> = node
            .accesses
            .iter()
            .map(|access| (self.slot_name(access, &mut names), access))
            .collect();
        let pass = PassDecl {
            name: node.name.text.clone(),
            origin: Origin { file: String::new(), line: line(node.name.site) },
            kind: node.kind,
            shaders: Vec::new(),
            slots: slots.iter().map(|(name, access)| self.slot(name, access, &slots)).collect(),
            push: None,
            // Without shaders or code: the file does not say what is recorded, and nothing is executed.
            code: false,
            raster: RasterDecl::default(),
            queue: String::new(),
            side_effect: node.side_effect,
            external_sets: Vec::new(),
            sized: Vec::new(),
            trust: Trust::Whole,
        };
        let wires = slots
            .iter()
            .map(|(slot, access)| Wire { slot: slot.clone(), target: self.target(access) });
        let node = NodeDecl {
            name: node.name.clone(),
            ty: node.name.clone(),
            is_graph: false,
            decl: Some(decl),
            refused: false,
            count: None,
            wires: wires.collect(),
            groups: None,
            vertices: None,
            indices: None,
            instances: None,
            dynamic: false,
            spec: Vec::new(),
            queue: node.queue.clone(),
            device: None,
            every: None,
            when: None,
            side_effect: node.side_effect,
            merge_group: node.merge_group.clone(),
            view_mask: 0,
        };
        (pass, node)
    }

    fn resource_of(&self, access: &Access) -> Option<&Resource> {
        self.file.resources.get(access.resource)
    }

    /// The resource's name, numbered where a node has several accesses of it.
    fn slot_name(&self, access: &Access, used: &mut HashMap<String, u32>) -> Name {
        let name = self.resource_of(access).map_or("", |resource| &resource.name.text);
        let count = used.entry(name.to_owned()).or_insert(0);
        *count += 1;
        let text = if *count == 1 { name.to_owned() } else { format!("{name}#{count}") };
        Name::new(text, access.site)
    }

    fn slot(&self, name: &Name, access: &Access, all: &[(Name, &Access)]) -> SlotDecl {
        let kind = match self.resource_of(access).map(|resource| &resource.shape) {
            Some(Shape::Image { .. }) => SlotKind::Image,
            Some(Shape::Buffer { .. }) => SlotKind::Buffer,
            Some(Shape::AccelerationStructure { .. }) => SlotKind::AccelerationStructure,
            None => SlotKind::Any,
        };
        SlotDecl {
            name: name.text.clone(),
            line: line(access.site),
            usage: access.usage.clone(),
            kind,
            count: None,
            binding: None,
            shader_name: None,
            stages: access.stages.clone(),
            relaxed: access.relaxed,
            discard: access.writes && !access.reads,
            undefined_ok: access.undefined_ok,
            clear: None,
            sampler: None,
            blend: String::new(),
            mask: String::new(),
            resolve_mode: String::new(),
            vertex: None,
            index: None,
            texels: String::new(),
            resolves: (access.usage == Usage::Resolve)
                .then(|| self.resolved(access, all))
                .flatten(),
        }
    }

    /// The colour attachment that a resolve belongs to: multisampled and of the same format where there
    /// is one, since the file does not name it.
    fn resolved(&self, resolve: &Access, all: &[(Name, &Access)]) -> Option<String> {
        let format = |access: &Access| self.formats.get(access.resource).copied().flatten();
        let score = |access: &Access| {
            let multisampled = self.resource_of(access).is_some_and(|r| r.samples > 1);
            u32::from(multisampled) * 2 + u32::from(format(access) == format(resolve))
        };
        let color =
            |access: &Access| matches!(access.usage, Usage::ColorWrite | Usage::ColorReadWrite);
        let colors = all.iter().filter(|(_, access)| color(access));
        colors.rev().max_by_key(|(_, access)| score(access)).map(|(name, _)| name.text.clone())
    }

    /// The view: the resource, then frames back, mips, layers and aspect where they are not all.
    fn target(&self, access: &Access) -> Expr {
        let site = access.site;
        let name = self.resource_of(access).map_or("", |resource| &resource.name.text);
        let mut target = expr(ExprKind::Name(name.into()), site);
        if access.ring > 0 {
            target = member(target, "prev", vec![number(access.ring, site)]);
        }
        let whole = self.resource_of(access).map_or(access.rect, Resource::rect);
        let Rect { mips, layers } = access.rect;
        for (name, part, all) in [("mips", mips, whole.mips), ("layers", layers, whole.layers)] {
            if part != all {
                let (start, end) = (number(part.0, site), number(part.1, site));
                let range = expr(ExprKind::Range(Box::new(start), Box::new(end)), site);
                target = member(target, name, vec![range]);
            }
        }
        if let Some(aspect) = &access.aspect {
            let aspect = expr(ExprKind::Name(aspect.clone()), site);
            target = member(target, "aspect", vec![aspect]);
        }
        target
    }
}

/// `x * n / d` rounded down, in terms of a division that rounds up: `(x * n - (d - 1)) / d`, at least 1.
fn rounded_down(of: Expr, scale: [(u32, u32); 3]) -> Expr {
    let site = of.site;
    let binary = |op, a: Expr, b: Expr| expr(ExprKind::Binary(op, Box::new(a), Box::new(b)), site);
    let product = binary(Operator::Mul, of, vector(scale.map(|(n, _)| n), site));
    let less = vector(scale.map(|(_, d)| d - 1), site);
    let lowered = binary(Operator::Sub, product, less);
    binary(Operator::Div, lowered, vector(scale.map(|(_, d)| d), site))
}

fn clear(resource: &Resource, format: &str) -> Option<ClearDecl> {
    let Some(Initial::Clear(clear)) = &resource.initial else { return None };
    let ClearDecl::Float(components) = clear else { return Some(clear.clone()) };
    // An unknown format is lowering's to refuse.
    let info = format::by_name(format).and_then(format::info);
    match info {
        Some(info) if info.is_depth_stencil() => Some(ClearDecl::DepthStencil(components[0], 0)),
        Some(info) if matches!(info.numeric, Numeric::Sint | Numeric::Uint) => {
            Some(ClearDecl::Int(components.map(|value| value as i64)))
        }
        _ => Some(clear.clone()),
    }
}

fn line(site: Site) -> u32 {
    match site {
        Site::Text { line, .. } => line,
        _ => 0,
    }
}
