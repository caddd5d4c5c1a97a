//! V0605 and V0608: what feeds the vertex shader, and with which numbers.

use super::Rules;
use super::raster::{glsl_type, name};
use crate::diagnostic::{Code, Site, did_you_mean};
use crate::format;
use crate::lower::spec::scalar_words;
use crate::lower::vertex::{self, Feed};
use crate::reflect::{InterfaceVariable, ScalarKind};
use crate::syntax::ast::{ShaderDecl, SlotDecl, Usage, VertexDecl, VertexField};

pub(super) fn check(rules: &Rules<'_>) {
    if !rules.pass.code {
        slots(rules);
    }
    formats(rules);
    let Some(shader) = vertex::vertex_shader(rules.pass) else { return };
    for Feed { input, field } in vertex::feeds(rules.pass) {
        match field {
            None => not_fed(rules, shader, input),
            Some((slot, element, field)) => {
                let at = Place { rules, slot, element, field, shader, input };
                at.check();
            }
        }
    }
}

/// A draw of the graph's own needs to know what the buffers hold.
fn slots(rules: &Rules<'_>) {
    let mut indices = 0;
    for (at, slot) in rules.pass.slots.iter().enumerate() {
        match slot.usage {
            Usage::Vertex if slot.vertex.is_none() => rules.error(
                Code::MissingKey,
                rules.site(at),
                format!("{} is a vertex buffer, and nothing says what it holds", rules.slot(slot)),
                "name a struct with derive(Block): `#[vertex(type = \"Vertex\")]`, or mark the pass `code` and \
                 bind it in the pass's method",
            ),
            Usage::Index => {
                indices += 1;
                index(rules, at, slot, indices);
            }
            _ => {}
        }
        if matches!(slot.usage, Usage::Vertex | Usage::Index) && slot.count.is_some() {
            rules.error(
                Code::ConflictingRoles,
                rules.site(at),
                format!("{} is an array, and a buffer of a draw stands alone", rules.slot(slot)),
                "declare a field for each buffer",
            );
        }
    }
}

fn index(rules: &Rules<'_>, at: usize, slot: &SlotDecl, number: u32) {
    if slot.index.is_none() {
        rules.error(
            Code::MissingKey,
            rules.site(at),
            format!(
                "{} is an index buffer, and nothing says how wide an index is",
                rules.slot(slot)
            ),
            "write `#[index(u16)]` or `#[index(u32)]`",
        );
    }
    if number == 2 {
        rules.error(
            Code::ConflictingRoles,
            rules.site(at),
            format!("{} is a second index buffer, and a draw reads one", rules.slot(slot)),
            "remove it, or split the pass",
        );
    }
}

/// Fields and formats that `formats(...)` names.
fn formats(rules: &Rules<'_>) {
    for (at, slot) in rules.pass.slots.iter().enumerate() {
        let Some(element) = &slot.vertex else { continue };
        for (name, format) in &element.formats {
            let fields = element.fields.iter().map(|field| field.name.as_str());
            let Some(field) = element.fields.iter().find(|field| field.name == *name) else {
                rules.error(
                    Code::UnknownName,
                    rules.site(at),
                    format!(
                        "{} gives `{name}` a format, and `{}` has no such field",
                        rules.slot(slot),
                        element.ty
                    ),
                    did_you_mean(name, fields, "name a field of the struct"),
                );
                continue;
            };
            named_format(rules, (at, slot), (element, field), format);
        }
    }
}

fn named_format(
    rules: &Rules<'_>,
    (at, slot): (usize, &SlotDecl),
    (element, field): (&VertexDecl, &VertexField),
    name: &str,
) {
    let known = format::by_name(name).and_then(|format| Some((format, format::info(format)?)));
    let Some((format, info)) = known else {
        rules.error(
            Code::FormatUnknown,
            rules.site(at),
            format!(
                "{} gives `{}` the format `{name}`, which is none",
                rules.slot(slot),
                field.name
            ),
            did_you_mean(name, format::names(), "write Vulkan's name without `VK_FORMAT_`"),
        );
        return;
    };
    if info.bytes != field.bytes {
        rules.error(
            Code::VertexFormat,
            rules.site(at),
            format!(
                "{} gives `{}` the format {name} of {} bytes, and `{}` of `{}` has {} (`{}`)",
                rules.slot(slot),
                field.name,
                info.bytes,
                field.name,
                element.ty,
                field.bytes,
                field.written
            ),
            "choose a format of as many bytes, or give the field another type",
        );
        return;
    }
    let unit = format::unit(format).unwrap_or(1);
    if !field.offset.is_multiple_of(unit) || !element.stride.is_multiple_of(unit) {
        rules.error(
            Code::VertexFormat,
            rules.site(at),
            format!(
                "{} gives `{}` the format {name}, whose numbers start at multiples of {unit} bytes, and `{}` of \
                 `{}` starts at byte {} of {}",
                rules.slot(slot),
                field.name,
                field.name,
                element.ty,
                field.offset,
                element.stride
            ),
            format!(
                "bring field and struct to multiples of {unit} by padding, such as `_pad: [u8; {}]`",
                unit - 1
            ),
        );
    }
}

/// V0605: every input has a field.
fn not_fed(rules: &Rules<'_>, shader: &ShaderDecl, input: &InterfaceVariable) {
    let fields: Vec<_> = vertex::fields(rules.pass).collect();
    let found: Vec<String> =
        fields.iter().map(|(_, vertex, field)| format!("`{}.{}`", vertex.ty, field.name)).collect();
    let has = if found.is_empty() {
        format!("the pipeline of `{}` feeds none", rules.pass.name)
    } else {
        format!("the vertex buffers of `{}` have {}", rules.pass.name, found.join(", "))
    };
    let help = if found.is_empty() {
        format!(
            "add a slot `#[vertex(type = \"Vertex\")] mesh: Buffer`, with `#[derive(vixen::Block)] #[repr(C)] \
             struct Vertex {{ {}: {} }}`, or fetch it from a storage buffer by `gl_VertexIndex`",
            writable(input),
            rust_type(input)
        )
    } else {
        let names = fields.iter().map(|(.., field)| field.name.as_str());
        let otherwise = format!(
            "add a field `{}: {}` to one of the structs, write `location = {}` in the slot's attribute, from which on its \
             fields then feed locations in order, or take the input out of the shader",
            writable(input),
            rust_type(input),
            input.location
        );
        let name = writable(input);
        match crate::diagnostic::nearest(name, names) {
            Some(near) => format!("rename the field `{near}` to `{name}`; or {otherwise}"),
            None => otherwise,
        }
    };
    rules.error(
        Code::VertexInput,
        Site::Whole,
        format!(
            "{} reads the vertex input {} at location {} as {}, and {has}",
            shader.file,
            name(input),
            input.location,
            glsl(input)
        ),
        help,
    );
}

/// A name that a field can have for an input: what stands behind the last dot.
fn writable(input: &InterfaceVariable) -> &str {
    let last = vertex::last_part(&input.name);
    let is_name = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    if is_name(last) { last } else { "name" }
}

/// The type of an input in GLSL, its rows too.
fn glsl(input: &InterfaceVariable) -> String {
    let row = glsl_type(input);
    match input.locations {
        0 | 1 => format!("`{row}`"),
        rows => format!("`{row}` in {rows} locations"),
    }
}

fn rust_type(input: &InterfaceVariable) -> String {
    let letter = match input.scalar.kind {
        ScalarKind::Float => 'f',
        ScalarKind::Sint => 'i',
        ScalarKind::Uint | ScalarKind::Bool => 'u',
    };
    let crate_ = if letter == 'f' && input.scalar.bits == 16 { "half::" } else { "" };
    let number = format!("{crate_}{letter}{}", input.scalar.bits);
    let row = match input.components {
        0 | 1 => number,
        components => format!("[{number}; {components}]"),
    };
    match input.locations {
        0 | 1 => row,
        rows => format!("[{row}; {rows}]"),
    }
}

/// A field and the input that it feeds.
struct Place<'a> {
    rules: &'a Rules<'a>,
    slot: usize,
    element: &'a VertexDecl,
    field: &'a VertexField,
    shader: &'a ShaderDecl,
    input: &'a InterfaceVariable,
}

impl Place<'_> {
    /// V0608: the field has the input's kind of numbers, in as many locations.
    fn check(&self) {
        let Some(format) = vertex::row_format(self.element, self.field) else {
            let unnamed = !self.element.formats.iter().any(|(name, _)| *name == self.field.name);
            if unnamed {
                self.differs("is no number, no vector and no matrix", &self.write_type());
            }
            return;
        };
        let rows = self.field.rows.map_or(1, |rows| rows.count);
        if rows != self.input.locations.max(1) {
            self.differs(&format!("takes {rows} locations"), &self.write_type());
            return;
        }
        if self.input.component != 0 {
            self.differs(
                "starts a location of its own",
                "take `component` out of the input's `layout(...)`: attributes start at the first",
            );
            return;
        }
        let kind = format::info(format).map_or(ScalarKind::Float, |info| info.numeric.scalar());
        if kind != self.input.scalar.kind || self.input.scalar.bits > 32 {
            self.differs(&format!("is read as {}", format::name(format)), &self.convert(kind));
        }
    }

    fn write_type(&self) -> String {
        format!("write `{}: {}`", self.field.name, rust_type(self.input))
    }

    fn convert(&self, kind: ScalarKind) -> String {
        let bytes = matches!(self.field.bytes, 1 | 2 | 4 | 8) && kind != ScalarKind::Float;
        if bytes && self.input.scalar.kind == ScalarKind::Float && self.field.written.contains('8')
        {
            return format!(
                "to read it normalized, write `formats({} = \"R8G8B8A8_UNORM\")` in the slot's attribute, or \
                 declare the input `uvec4`",
                self.field.name
            );
        }
        format!("{}, or change the input's type in the shader", self.write_type())
    }

    fn differs(&self, field: &str, help: &str) {
        let Some(slot) = self.rules.pass.slots.get(self.slot) else { return };
        self.rules.error(
            Code::VertexFormat,
            self.rules.site(self.slot),
            format!(
                "`{}` of `{}` ({}) is `{}` and {field}, and {} reads {} at location {} as {} of {}",
                self.field.name,
                self.element.ty,
                self.rules.slot(slot),
                self.field.written,
                self.shader.file,
                name(self.input),
                self.input.location,
                glsl(self.input),
                scalar_words(self.input.scalar)
            ),
            help,
        );
    }
}
