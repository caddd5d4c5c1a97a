//! The interface as a table to read.

use std::io::{self, Write};

use super::super::{
    Binding, BindingKind, Block, EntryPoint, Interface, InterfaceVariable, MemberType, SpecConstant,
};
use super::ty;

/// Writes the interface as text, one line for each thing, indented by what it belongs to.
///
/// # Errors
///
/// Those of the writer.
pub fn print_text(interface: &Interface, mut out: impl Write) -> io::Result<()> {
    let (major, minor) = interface.version;
    write!(out, "SPIR-V {major}.{minor}, capabilities")?;
    for number in &interface.capabilities {
        match ty::capability(*number) {
            Some(name) => write!(out, " {name}")?,
            None => write!(out, " {number}")?,
        }
    }
    writeln!(out)?;
    for extension in &interface.extensions {
        writeln!(out, "extension {}", shown(extension))?;
    }
    for constant in &interface.spec_constants {
        spec_constant(constant, &mut out)?;
    }
    for entry in &interface.entry_points {
        entry_point(entry, &mut out)?;
    }
    Ok(())
}

/// A name without what would disturb a terminal; a dash for none.
fn shown(name: &str) -> String {
    if name.is_empty() { "-".to_owned() } else { name.escape_debug().collect() }
}

fn spec_constant(constant: &SpecConstant, out: &mut impl Write) -> io::Result<()> {
    let SpecConstant { id, name, ty, default } = constant;
    let (name, ty) = (shown(name), ty::scalar(*ty));
    writeln!(out, "specialization constant {id} {name}: {ty}, default bits {default:#x}")
}

fn entry_point(entry: &EntryPoint, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\nentry point {} ({})", shown(&entry.name), ty::stage(entry.stage))?;
    if let Some(group) = &entry.workgroup_size {
        let [x, y, z] = group.size;
        write!(out, "  workgroup {x} x {y} x {z}")?;
        for (axis, id) in ["x", "y", "z"].iter().zip(group.spec_ids) {
            if let Some(id) = id {
                write!(out, ", {axis} by specialization constant {id}")?;
            }
        }
        writeln!(out)?;
    }
    for binding in &entry.bindings {
        self::binding(binding, out)?;
    }
    if let Some(push) = &entry.push_constants {
        writeln!(out, "  push constants {}, {} bytes", shown(&push.name), push.size)?;
        members(push, 4, out)?;
    }
    for input in &entry.inputs {
        variable("input", input, out)?;
    }
    for output in &entry.outputs {
        variable("output", output, out)?;
    }
    Ok(())
}

fn binding(binding: &Binding, out: &mut impl Write) -> io::Result<()> {
    let (kind, _) = ty::kind(&binding.kind);
    let (set, number, name) = (binding.set, binding.binding, shown(&binding.name));
    write!(out, "  set {set} binding {number:<3} {name:<16} {kind:<22}")?;
    write!(out, " {:<10}", ty::access(binding.access))?;
    match ty::count(binding.count) {
        (_, "none", _) => {}
        (_, "runtime", _) => write!(out, " runtime array")?,
        (length, "fixed", _) => write!(out, " array of {length}")?,
        (length, _, Some(id)) => {
            write!(out, " array of {length} by specialization constant {id}")?;
        }
        (length, array, None) => write!(out, " array of {length}, {array}")?,
    }
    if let Some(image) = ty::image(&binding.kind) {
        let (dimension, sample) = (ty::dimension(image.dimension), ty::scalar(image.sample_type));
        write!(out, " {dimension} {sample} {}", ty::format(image.format))?;
        let depth = if image.depth { " depth" } else { "" };
        let multisampled = if image.multisampled { " multisampled" } else { "" };
        write!(out, "{depth}{multisampled}")?;
    }
    match &binding.kind {
        BindingKind::InputAttachment { index, .. } => writeln!(out, " index {index}"),
        BindingKind::UniformBuffer(block) | BindingKind::StorageBuffer(block) => {
            writeln!(out, " {}, {} bytes", shown(&block.name), block.size)?;
            members(block, 4, out)
        }
        _ => writeln!(out),
    }
}

fn members(block: &Block, indent: usize, out: &mut impl Write) -> io::Result<()> {
    for member in &block.members {
        let name = shown(&member.name);
        let (offset, size) = (member.offset, member.size);
        write!(out, "{:indent$}{offset:>6} {size:>6}  {name}: ", "")?;
        let inner = member_type(&member.ty, out)?;
        writeln!(out)?;
        if let Some(inner) = inner {
            members(inner, indent + 2, out)?;
        }
    }
    Ok(())
}

/// Writes the type in a line, and returns the struct in it, whose members are to follow.
fn member_type<'a>(ty: &'a MemberType, out: &mut impl Write) -> io::Result<Option<&'a Block>> {
    match ty {
        MemberType::Scalar(scalar) => write!(out, "{}", ty::scalar(*scalar))?,
        MemberType::Vector { scalar, components } => {
            write!(out, "{}x{components}", ty::scalar(*scalar))?;
        }
        MemberType::Matrix { scalar, columns, rows, stride, row_major } => {
            let order = if *row_major { "row-major" } else { "column-major" };
            let scalar = ty::scalar(*scalar);
            write!(out, "{scalar} {columns} columns {rows} rows, {order}, stride {stride}")?;
        }
        MemberType::Array { element, length, stride, .. } => {
            match length {
                0 => write!(out, "runtime array, stride {stride}, of ")?,
                _ => write!(out, "array of {length}, stride {stride}, of ")?,
            }
            return member_type(element, out);
        }
        MemberType::Struct(block) => {
            write!(out, "struct {}", shown(&block.name))?;
            return Ok(Some(block));
        }
        MemberType::Address => write!(out, "address")?,
    }
    Ok(None)
}

fn variable(kind: &str, variable: &InterfaceVariable, out: &mut impl Write) -> io::Result<()> {
    let InterfaceVariable { location, component, index, components, locations, .. } = variable;
    let (name, scalar) = (shown(&variable.name), ty::scalar(variable.scalar));
    write!(out, "  {kind} location {location} {name}: {scalar}x{components}")?;
    if *locations > 1 {
        write!(out, ", {locations} locations")?;
    }
    if *component > 0 {
        write!(out, ", component {component}")?;
    }
    if *index > 0 {
        write!(out, ", index {index}")?;
    }
    writeln!(out)
}
