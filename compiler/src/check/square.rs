//! V0420: "If flags contains `VK_IMAGE_CREATE_CUBE_COMPATIBLE_BIT`, extent.width and extent.height must be equal"
//! (VUID-VkImageCreateInfo-flags-08865), at every size that a graph may have.

use std::collections::HashMap;

use ash::vk;
use vixen_plan::{self as plan, SizeOp};

use super::Rules;
use crate::diagnostic::Code;
use crate::ir::{Access, Graph, Pass};

pub(super) fn check(rules: &Rules<'_>) {
    for (index, resource) in rules.graph.resources.iter().enumerate() {
        let Some(image) = resource.image() else { continue };
        if !image.flags.contains(vk::ImageCreateFlags::CUBE_COMPATIBLE) {
            continue;
        }
        let [x, y, _] = resource.max_extent;
        let sides = Sides::of(rules.graph, index as u32);
        if x == y && sides.is_some_and(|[x, y, _]| x == y) {
            continue;
        }
        let seen = viewer(rules.graph, index as u32);
        let by = seen.map_or_else(String::new, |(pass, access)| {
            format!(", and {} sees it as a cube", rules.slot(pass, access))
        });
        let why = if x == y {
            format!("is {x} x {y} at the declared maximum and may have other sides at other sizes")
        } else {
            format!("is {x} x {y} at the declared maximum")
        };
        rules.error(
            Code::CubeSides,
            resource.name.site,
            format!("`{}` {why}{by}: the faces of a cube are square", resource.name),
            "give both sides one expression: `size = \"[64, 64]\"`, or a parameter, `size = \"[n, n]\"`",
        );
    }
}

/// The first access that sees a resource as a cube.
fn viewer(graph: &Graph, resource: u32) -> Option<(&Pass, &Access)> {
    let is_cube = |access: &&Access| {
        let ty = access.view.map(|view| view.ty);
        access.resource.0 == resource
            && matches!(ty, Some(vk::ImageViewType::CUBE | vk::ImageViewType::CUBE_ARRAY))
    };
    graph.passes.iter().find_map(|pass| Some((pass, pass.accesses.iter().find(is_cube)?)))
}

/// A side of a size, by number: two of one number are equal whatever the sizes are.
type Side = u32;

/// What a side is made of.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Number(u64),
    Swapchain(u8),
    Param(u32, u8),
    Scaled(Side, (u32, u32)),
    Mip(Side, u32),
    Operation(&'static str, Side, Side),
}

/// The sides of sizes, each part once.
struct Sides<'g> {
    graph: &'g Graph,
    known: HashMap<Part, Side>,
}

/// Resources whose sizes are those of others in turn; beyond that nothing is concluded.
const MAX_CHAIN: usize = 32;

impl<'g> Sides<'g> {
    /// The sides of a resource; `None` where they cannot be followed.
    fn of(graph: &'g Graph, resource: u32) -> Option<[Side; 3]> {
        Sides { graph, known: HashMap::new() }.resource(resource, 0)
    }

    fn side(&mut self, part: Part) -> Side {
        let next = self.known.len() as Side;
        *self.known.entry(part).or_insert(next)
    }

    fn resource(&mut self, index: u32, chain: usize) -> Option<[Side; 3]> {
        let shape = &self.graph.resources.get(index as usize)?.shape;
        let (plan::Shape::Image(plan::Image { extent: size, .. })
        | plan::Shape::Buffer(plan::Buffer { size, .. })) = shape
        else {
            return None;
        };
        let ty = self.graph.resources.get(index as usize)?.image().map(|image| image.ty);
        let [x, y, z] = self.expression(*size, chain + 1)?;
        let one = self.side(Part::Number(1));
        Some(match ty {
            Some(vk::ImageType::TYPE_3D) => [x, y, z],
            Some(vk::ImageType::TYPE_2D) => [x, y, one],
            _ => [x, one, one],
        })
    }

    /// One number that is declared for all sides is given as one: a value with which a cube were not square is refused
    /// at set-up.
    fn param(&mut self, index: u32) -> Option<[Side; 3]> {
        let param = self.graph.params.get(index as usize)?;
        let same = |[x, y, z]: [u64; 3]| x == y && y == z;
        let one = same(param.default) && same(param.max);
        Some([0, 1, 2].map(|axis| self.side(Part::Param(index, if one { 0 } else { axis }))))
    }

    fn expression(&mut self, expr: plan::Expr, chain: usize) -> Option<[Side; 3]> {
        if chain > MAX_CHAIN {
            return None;
        }
        let mut stack: Vec<[Side; 3]> = Vec::new();
        for op in expr.0.of(&self.graph.size_ops) {
            let size = self.operation(*op, &mut stack, chain)?;
            stack.push(size);
        }
        stack.pop()
    }

    fn operation(
        &mut self,
        op: SizeOp,
        stack: &mut Vec<[Side; 3]>,
        chain: usize,
    ) -> Option<[Side; 3]> {
        Some(match op {
            SizeOp::Scalar(number) => [self.side(Part::Number(number)); 3],
            SizeOp::Vector(numbers) => numbers.map(|number| self.side(Part::Number(number))),
            SizeOp::Swapchain => {
                let [x, y] = [0, 1].map(|axis| self.side(Part::Swapchain(axis)));
                [x, y, self.side(Part::Number(1))]
            }
            SizeOp::Resource { resource, mip: 0 } => self.resource(resource, chain)?,
            SizeOp::Resource { resource, mip } => {
                self.resource(resource, chain)?.map(|side| self.side(Part::Mip(side, mip)))
            }
            SizeOp::Param(param) => self.param(param)?,
            SizeOp::Scale(by) => {
                let scaled = stack.pop()?.into_iter().zip(by);
                let scaled: Vec<Side> =
                    scaled.map(|(side, by)| self.side(Part::Scaled(side, by))).collect();
                scaled.try_into().ok()?
            }
            SizeOp::Add => self.both("+", stack)?,
            SizeOp::Sub => self.both("-", stack)?,
            SizeOp::Mul => self.both("*", stack)?,
            SizeOp::Div => self.both("/", stack)?,
            SizeOp::Min => self.both("min", stack)?,
            SizeOp::Max => self.both("max", stack)?,
            SizeOp::Component(axis) => [*stack.pop()?.get(usize::from(axis))?; 3],
            SizeOp::Product => {
                let [x, y, z] = stack.pop()?;
                let area = self.side(Part::Operation("*", x, y));
                [self.side(Part::Operation("*", area, z)); 3]
            }
            SizeOp::Compose => {
                let (z, y, x) = (stack.pop()?, stack.pop()?, stack.pop()?);
                [x[0], y[0], z[0]]
            }
        })
    }

    fn both(&mut self, op: &'static str, stack: &mut Vec<[Side; 3]>) -> Option<[Side; 3]> {
        let (b, a) = (stack.pop()?, stack.pop()?);
        let pairs = [(a[0], b[0]), (a[1], b[1]), (a[2], b[2])];
        Some(pairs.map(|(a, b)| self.side(Part::Operation(op, a, b))))
    }
}
