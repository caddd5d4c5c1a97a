//! User-defined inputs and outputs of an entry point.

use spirq::spirv::{Decoration, StorageClass};

use super::annotations::Target;
use super::error::{Fault, ReflectError};
use super::interface::{InterfaceVariable, Scalar, Stage};
use super::module::Module;
use super::types::Type;

/// Inputs or outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Input,
    Output,
}

/// What is known of a variable while its type is taken apart.
struct Place {
    at: u32,
    location: u32,
    component: u32,
    index: u32,
}

impl Module<'_> {
    /// The inputs or the outputs among the variables that an entry point lists, by location.
    pub(super) fn stage_variables(
        &self,
        stage: Stage,
        listed: &[u32],
        direction: Direction,
    ) -> Result<Vec<InterfaceVariable>, ReflectError> {
        let mut found = Vec::new();
        for id in listed {
            self.stage_variable(stage, *id, direction, &mut found)?;
        }
        found.sort_by_key(|variable| (variable.location, variable.component, variable.index));
        found.dedup();
        Ok(found)
    }

    fn stage_variable(
        &self,
        stage: Stage,
        id: u32,
        direction: Direction,
        found: &mut Vec<InterfaceVariable>,
    ) -> Result<(), ReflectError> {
        let declaration = self.expect(id, "an interface variable", 0)?;
        let at = declaration.at;
        let class = match direction {
            Direction::Input => StorageClass::Input,
            Direction::Output => StorageClass::Output,
        };
        let target = Target::id(id);
        if declaration.operand(2)? != class as u32
            || self.is_decorated(target, Decoration::BuiltIn, at)?
        {
            return Ok(());
        }
        let (_, mut ty) = self.pointer(declaration.operand(0)?, at)?;
        if self.is_per_vertex(stage, target, direction, at)? {
            // One element a vertex or primitive; the array itself takes no locations.
            if let Type::Array { element, .. } | Type::RuntimeArray { element } =
                self.type_of(ty, at)?
            {
                ty = element;
            }
        }
        let value = |decoration| self.decoration(target, decoration, at);
        let location = value(Decoration::Location)?;
        let component = value(Decoration::Component)?.unwrap_or(0);
        let index = value(Decoration::Index)?.unwrap_or(0);
        let name = self.name(target)?;
        if let Type::Struct { .. } = self.type_of(ty, at)? {
            return self.stage_block(ty, &name, location, at, found).map(|_| ());
        }
        let location = location.ok_or_else(|| undecorated(&name, at))?;
        let mut place = Place { at, location, component, index };
        self.take_apart(ty, &name, &mut place, found)
    }

    /// Whether the variable has one element for each vertex or primitive.
    fn is_per_vertex(
        &self,
        stage: Stage,
        target: Target,
        direction: Direction,
        at: u32,
    ) -> Result<bool, ReflectError> {
        let arrayed = match (stage, direction) {
            (Stage::TessellationControl, _)
            | (Stage::TessellationEvaluation | Stage::Geometry, Direction::Input)
            | (Stage::Mesh, Direction::Output) => true,
            (Stage::Fragment, Direction::Input) => {
                return self.is_decorated(target, Decoration::PerVertexKHR, at);
            }
            _ => false,
        };
        Ok(arrayed && !self.is_decorated(target, Decoration::Patch, at)?)
    }

    /// The members of an interface block, but for built-ins; returns the location after the last.
    fn stage_block(
        &self,
        id: u32,
        name: &str,
        location: Option<u32>,
        at: u32,
        found: &mut Vec<InterfaceVariable>,
    ) -> Result<Option<u32>, ReflectError> {
        let Type::Struct { members } = self.type_of(id, at)? else { return Ok(location) };
        let mut next = location;
        for (index, ty) in members.iter().enumerate() {
            let target = Target::member(id, index);
            if self.is_decorated(target, Decoration::BuiltIn, at)? {
                continue;
            }
            let name = dotted(name, &self.name(target)?);
            let own = self.decoration(target, Decoration::Location, at)?;
            let location = own.or(next).ok_or_else(|| undecorated(&name, at))?;
            let component = self.decoration(target, Decoration::Component, at)?.unwrap_or(0);
            let mut place = Place { at, location, component, index: 0 };
            self.take_apart(*ty, &name, &mut place, found)?;
            next = Some(place.location);
        }
        Ok(next)
    }

    /// Adds what the type holds from the place on, and moves the place behind it.
    fn take_apart(
        &self,
        ty: u32,
        name: &str,
        place: &mut Place,
        found: &mut Vec<InterfaceVariable>,
    ) -> Result<(), ReflectError> {
        let at = place.at;
        let mut inner = ty;
        let mut elements = 1_u32;
        while let Type::Array { element, length } = self.type_of(inner, at)? {
            let length = self.constant(length, at)?.count("the length of an array", at)?;
            elements = elements.checked_mul(length).ok_or_else(|| locations_overflow(at))?;
            inner = element;
        }
        if let Type::Struct { .. } = self.type_of(inner, at)? {
            for index in 0..elements {
                let name = if ty == inner { name.to_owned() } else { format!("{name}[{index}]") };
                self.budget.steps(1).map_err(|fault| fault.at(at))?;
                let next = self.stage_block(inner, &name, Some(place.location), at, found)?;
                place.location = next.unwrap_or(place.location);
            }
            return Ok(());
        }
        let (scalar, components, columns) = self.numeric(inner, at)?;
        let each = if scalar.bits == 64 && components > 2 { 2 } else { 1 };
        let locations = elements.checked_mul(columns * each);
        let locations = locations.ok_or_else(|| locations_overflow(at))?;
        self.budget.output::<InterfaceVariable>(name).map_err(|fault| fault.at(at))?;
        let Place { location, component, index, .. } = *place;
        let name = name.to_owned();
        found.push(InterfaceVariable {
            location,
            component,
            index,
            name,
            scalar,
            components,
            locations,
        });
        place.location = location.checked_add(locations).ok_or_else(|| locations_overflow(at))?;
        Ok(())
    }

    /// Component type, components and columns of a scalar, vector or matrix.
    fn numeric(&self, id: u32, at: u32) -> Result<(Scalar, u8, u32), ReflectError> {
        match self.type_of(id, at)? {
            Type::Scalar(scalar) => Ok((scalar, 1, 1)),
            Type::Vector { .. } => self.vector(id, at).map(|(scalar, count)| (scalar, count, 1)),
            Type::Matrix { column, count: count @ 2..=4 } => {
                self.vector(column, at).map(|(scalar, rows)| (scalar, rows, count))
            }
            _ => Err(Fault::Unsupported("an input or output of that type").at(at)),
        }
    }
}

fn undecorated(name: &str, at: u32) -> ReflectError {
    let subject = format!("interface variable `{name}`");
    Fault::Undecorated { subject, decoration: "Location" }.at(at)
}

fn locations_overflow(at: u32) -> ReflectError {
    Fault::Overflow("the number of locations").at(at)
}

fn dotted(block: &str, member: &str) -> String {
    if block.is_empty() || member.is_empty() {
        return format!("{block}{member}");
    }
    format!("{block}.{member}")
}
