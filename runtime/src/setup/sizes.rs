//! Size expressions, evaluated for the screen's extent and the parameters' values.

use ash::vk;

use crate::error::Place;
use crate::plan::{self, Plan, Shape};
use crate::{Error, ParamId, Result};

/// The sizes of everything in a plan.
#[derive(Clone, Debug)]
pub(crate) struct Extents {
    screen: [u64; 3],
    params: Box<[[u64; 3]]>,
    resources: Box<[[u64; 3]]>,
}

/// The sizes that are known so far.
struct Known<'a> {
    screen: [u64; 3],
    params: &'a [[u64; 3]],
    resources: &'a [Option<[u64; 3]>],
}

impl plan::Sizes for Known<'_> {
    fn swapchain(&self) -> [u64; 3] {
        self.screen
    }

    fn resource(&self, index: u32) -> [u64; 3] {
        self.resources.get(index as usize).copied().flatten().unwrap_or([1; 3])
    }

    fn param(&self, index: u32) -> [u64; 3] {
        self.params.get(index as usize).copied().unwrap_or([1; 3])
    }
}

impl plan::Sizes for Extents {
    fn swapchain(&self) -> [u64; 3] {
        self.screen
    }

    fn resource(&self, index: u32) -> [u64; 3] {
        self.of(index)
    }

    fn param(&self, index: u32) -> [u64; 3] {
        self.params.get(index as usize).copied().unwrap_or([1; 3])
    }
}

impl Extents {
    /// Evaluates the sizes of all resources. Fails where the screen or a parameter is beyond what the graph
    /// was checked for.
    pub(crate) fn evaluate(
        plan: &Plan,
        screen: [u32; 2],
        params: &[(ParamId, [u64; 3])],
    ) -> Result<Self> {
        check_screen(plan, screen)?;
        let screen = [u64::from(screen[0]), u64::from(screen[1]), 1];
        let params = param_values(plan, params)?;
        let mut known = vec![None; plan.resources.len()];
        // An expression names resources before or after it; each round resolves at least one.
        for _ in 0..plan.resources.len() {
            if round(plan, screen, &params, &mut known) == 0 {
                break;
            }
        }
        let resources = plan.resources.iter().zip(&known).map(|(resource, extent)| {
            extent.ok_or_else(|| {
                invalid(
                    "its size expression has no value of 64 bits",
                    "lower the sizes that it names",
                    &resource.name,
                )
            })
        });
        let resources = resources.collect::<Result<Box<[_]>>>()?;
        check_cubes(plan, &resources)?;
        Ok(Self { screen, params, resources })
    }

    /// Every rule of the specification that sizes can break, held against these: the plan was checked at its maximum.
    pub(crate) fn check(&self, plan: &Plan, screen: vk::Format) -> Result<()> {
        let Some(broken) = plan::Rules::new(plan).with_screen(screen).broken(self) else {
            return Ok(());
        };
        let name = |resource: u32| plan.resources.get(resource as usize).map(|r| &*r.name);
        let [width, height, _] = self.screen;
        let [least_wide, least_high] = plan::smallest(plan);
        Err(invalid(
            &format!("on a screen of {width} x {height} {} ({})", broken.what, broken.rule),
            &format!(
                "keep the screen at {least_wide} x {least_high} or more and the parameters at their defaults or \
                 more, or declare sizes that hold"
            ),
            broken.resource.and_then(name).unwrap_or("screen"),
        ))
    }

    /// Extent of mip 0 of a resource in texels, or a buffer's `[bytes, 1, 1]`.
    pub(crate) fn of(&self, resource: u32) -> [u64; 3] {
        self.resources.get(resource as usize).copied().unwrap_or([1; 3])
    }

    /// The value of an expression; `None` where it has none of 32 bits.
    pub(crate) fn value(&self, plan: &Plan, expr: plan::Expr) -> Option<[u32; 3]> {
        let value = plan::evaluate(expr.0.of(&plan.size_ops), self)?;
        let [x, y, z] = value.map(|v| u32::try_from(v).ok());
        Some([x?, y?, z?])
    }
}

fn round(
    plan: &Plan,
    screen: [u64; 3],
    params: &[[u64; 3]],
    known: &mut [Option<[u64; 3]>],
) -> usize {
    let mut resolved = 0;
    for (index, resource) in plan.resources.iter().enumerate() {
        let ops = size_of(&resource.shape).0.of(&plan.size_ops);
        let ready = ops.iter().all(|op| match op {
            plan::SizeOp::Resource { resource, .. } => {
                known.get(*resource as usize).copied().flatten().is_some()
            }
            _ => true,
        });
        if !ready || known[index].is_some() {
            continue;
        }
        let Some([x, y, z]) = plan::evaluate(ops, &Known { screen, params, resources: known })
        else {
            continue;
        };
        known[index] = Some(match resource.shape {
            Shape::Image(image) => match image.ty {
                vk::ImageType::TYPE_1D => [x, 1, 1],
                vk::ImageType::TYPE_2D => [x, y, 1],
                _ => [x, y, z],
            },
            Shape::Buffer(_) | Shape::AccelerationStructure { .. } => [x, 1, 1],
        });
        resolved += 1;
    }
    resolved
}

/// "If flags contains `VK_IMAGE_CREATE_CUBE_COMPATIBLE_BIT`, extent.width and extent.height must be equal"
/// (VUID-VkImageCreateInfo-flags-08865). The compiler has seen to it but for a parameter that is one number in the graph
/// and is given as several.
fn check_cubes(plan: &Plan, extents: &[[u64; 3]]) -> Result<()> {
    for (resource, [x, y, _]) in plan.resources.iter().zip(extents) {
        let Shape::Image(image) = resource.shape else { continue };
        if image.flags.contains(vk::ImageCreateFlags::CUBE_COMPATIBLE) && x != y {
            return Err(invalid(
                &format!("a cube with faces of {x} x {y} texels"),
                "give the parameters of its size one number for both sides",
                &resource.name,
            ));
        }
    }
    Ok(())
}

fn size_of(shape: &Shape) -> plan::Expr {
    match shape {
        Shape::Image(image) => image.extent,
        Shape::Buffer(buffer) => buffer.size,
        Shape::AccelerationStructure { size } => *size,
    }
}

fn check_screen(plan: &Plan, [width, height]: [u32; 2]) -> Result<()> {
    let [most_wide, most_high] = plan.max_extent;
    let [least_wide, least_high] = plan.min_extent.unwrap_or([1, 1]);
    if (least_wide..=most_wide).contains(&width) && (least_high..=most_high).contains(&height) {
        return Ok(());
    }
    if plan.min_extent.is_some() && (width < least_wide || height < least_high) {
        return Err(invalid(
            &format!(
                "an extent of {width} x {height} where {least_wide} x {least_high} is the least"
            ),
            "keep the screen as large, or lower the graph's min_extent",
            "screen",
        ));
    }
    Err(invalid(
        &format!("an extent of {width} x {height} where 1 to {most_wide} x {most_high} is allowed"),
        "raise the graph's max_extent",
        "screen",
    ))
}

fn param_values(plan: &Plan, given: &[(ParamId, [u64; 3])]) -> Result<Box<[[u64; 3]]>> {
    let mut values: Box<[_]> = plan.params.iter().map(|param| param.default).collect();
    for (id, value) in given {
        let index = id.index() as usize;
        let (Some(param), Some(slot)) = (plan.params.get(index), values.get_mut(index)) else {
            return Err(invalid(
                &format!("no size parameter {index}"),
                "take the constants of the graph's own type",
                "params",
            ));
        };
        if value.iter().zip(&param.max).any(|(value, max)| value > max || *value == 0) {
            return Err(invalid(
                &format!("a value of {value:?} where 1 to {:?} is allowed", param.max),
                "raise the parameter's max",
                &param.name,
            ));
        }
        *slot = *value;
    }
    Ok(values)
}

fn invalid(what: &str, remedy: &str, object: &str) -> Error {
    Error::Invalid {
        what: what.to_owned(),
        remedy: remedy.to_owned(),
        place: Place::object(object),
    }
}
