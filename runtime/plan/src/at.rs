//! The sizes of everything in a plan for a screen and parameters.

use alloc::vec;
use alloc::vec::Vec;

use ash::vk;

use crate::{Expr, Plan, Shape, SizeOp, Sizes, evaluate};

/// The sizes of everything in a plan for a screen and parameters. What has no value has zeros.
#[derive(Clone, Debug)]
pub struct At<'a> {
    plan: &'a Plan,
    screen: [u64; 3],
    params: Vec<[u64; 3]>,
    resources: Vec<[u64; 3]>,
    /// Resources in the order in which their sizes follow from each other.
    order: Vec<u32>,
}

impl<'a> At<'a> {
    /// Evaluates all sizes.
    #[must_use]
    pub fn new(plan: &'a Plan, screen: [u32; 2], params: Vec<[u64; 3]>) -> Self {
        let resources = vec![[0; 3]; plan.resources.len()];
        let mut at = Self { plan, screen: [0; 3], params, resources, order: order(plan) };
        at.set_screen(screen);
        at
    }

    /// Evaluates all sizes for another screen.
    pub fn set_screen(&mut self, [width, height]: [u32; 2]) {
        self.screen = [width.into(), height.into(), 1];
        for at in 0..self.order.len() {
            let index = self.order[at] as usize;
            let shape = &self.plan.resources[index].shape;
            let value = evaluate(size_of(shape).0.of(&self.plan.size_ops), self);
            self.resources[index] = of_shape(shape, value.unwrap_or([0; 3]));
        }
    }

    /// Extent of the screen.
    #[must_use]
    pub fn screen(&self) -> [u64; 3] {
        self.screen
    }
}

impl Sizes for At<'_> {
    fn swapchain(&self) -> [u64; 3] {
        self.screen
    }

    fn resource(&self, index: u32) -> [u64; 3] {
        self.resources.get(index as usize).copied().unwrap_or([0; 3])
    }

    fn param(&self, index: u32) -> [u64; 3] {
        self.params.get(index as usize).copied().unwrap_or([0; 3])
    }
}

/// The resources whose size follows from others, behind those. What follows from itself is left out.
fn order(plan: &Plan) -> Vec<u32> {
    let mut known = vec![false; plan.resources.len()];
    let mut order = Vec::with_capacity(known.len());
    loop {
        let before = order.len();
        for (index, resource) in (0u32..).zip(plan.resources.iter()) {
            let ready = size_of(&resource.shape).0.of(&plan.size_ops).iter().all(|op| match op {
                SizeOp::Resource { resource, .. } => {
                    known.get(*resource as usize).copied().unwrap_or(false)
                }
                _ => true,
            });
            if ready && !known[index as usize] {
                known[index as usize] = true;
                order.push(index);
            }
        }
        if order.len() == before {
            return order;
        }
    }
}

fn size_of(shape: &Shape) -> Expr {
    match shape {
        Shape::Image(image) => image.extent,
        Shape::Buffer(buffer) => buffer.size,
        Shape::AccelerationStructure { size } => *size,
    }
}

/// An expression's value as the extent of a shape: 1 along the axes that it does not have.
fn of_shape(shape: &Shape, [x, y, z]: [u64; 3]) -> [u64; 3] {
    match shape {
        Shape::Image(image) => match image.ty {
            vk::ImageType::TYPE_1D => [x, 1, 1],
            vk::ImageType::TYPE_2D => [x, y, 1],
            _ => [x, y, z],
        },
        Shape::Buffer(_) | Shape::AccelerationStructure { .. } => [x, 1, 1],
    }
}
