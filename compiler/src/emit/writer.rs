//! Rust source of constant values.
//!
//! The source is written as text and becomes tokens in one go: in a procedural macro that is one call to
//! rustc instead of one for each token.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ash::vk;
use vixen_plan::Text;

/// A value that can be written as a constant expression.
pub(super) trait Emit {
    fn emit(&self, to: &mut Writer);
}

/// Collects source.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pub(super) out: String,
    /// Flags that no single name of Vulkan's stands for, as constants by their names: a call in each of a
    /// thousand entries would cost rustc more than the entries.
    pub(super) flags: BTreeMap<String, String>,
}

impl Writer {
    pub(super) fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// `{a: .., b: ..}`
    pub(super) fn fields(&mut self, fields: &[(&str, &dyn Emit)]) {
        self.push("{");
        for (name, value) in fields {
            self.push(name);
            self.push(": ");
            value.emit(self);
            self.push(", ");
        }
        self.push("}");
    }

    /// `(a, b,)`
    pub(super) fn tuple(&mut self, values: &[&dyn Emit]) {
        self.push("(");
        for value in values {
            value.emit(self);
            self.push(", ");
        }
        self.push(")");
    }

    /// `[a, b]`
    pub(super) fn list<T: Emit>(&mut self, values: &[T]) {
        self.push("[");
        for value in values {
            value.emit(self);
            self.push(",\n");
        }
        self.push("]");
    }
}

macro_rules! display {
    ($($ty:ty)*) => {
        $(impl Emit for $ty {
            fn emit(&self, to: &mut Writer) {
                let _ = write!(to.out, "{self}");
            }
        })*
    };
}

display!(u8 u32 u64 i32 bool);

impl Emit for f32 {
    fn emit(&self, to: &mut Writer) {
        let _ = if self.is_finite() {
            write!(to.out, "{self:?}")
        } else {
            write!(to.out, "f32::from_bits({:#x})", self.to_bits())
        };
    }
}

impl Emit for Text {
    fn emit(&self, to: &mut Writer) {
        let _ = write!(to.out, "Borrowed({:?})", &**self);
    }
}

impl<T: Emit> Emit for Option<T> {
    fn emit(&self, to: &mut Writer) {
        match self {
            Some(value) => {
                to.push("Some(");
                value.emit(to);
                to.push(")");
            }
            None => to.push("None"),
        }
    }
}

impl<A: Emit, B: Emit> Emit for (A, B) {
    fn emit(&self, to: &mut Writer) {
        to.tuple(&[&self.0, &self.1]);
    }
}

impl<T: Emit, const N: usize> Emit for [T; N] {
    fn emit(&self, to: &mut Writer) {
        to.push("[");
        for value in self {
            value.emit(to);
            to.push(", ");
        }
        to.push("]");
    }
}

/// Whether a text is the name of one of Vulkan's constants.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

macro_rules! enums {
    ($($ty:ident)*) => {
        $(impl Emit for vk::$ty {
            fn emit(&self, to: &mut Writer) {
                let name = format!("{self:?}");
                let _ = if is_name(&name) {
                    write!(to.out, "vk::{}::{name}", stringify!($ty))
                } else {
                    write!(to.out, "vk::{}::from_raw({})", stringify!($ty), self.as_raw())
                };
            }
        })*
    };
}

enums! {
    AttachmentLoadOp AttachmentStoreOp BorderColor CompareOp DescriptorType Filter Format FrontFace
    ImageLayout ImageType ImageViewType IndexType PipelineBindPoint PolygonMode PrimitiveTopology
    SamplerAddressMode SamplerMipmapMode StencilOp VertexInputRate
}

macro_rules! flags {
    ($($ty:ident)*) => {
        $(impl Emit for vk::$ty {
            fn emit(&self, to: &mut Writer) {
                to.flags(stringify!($ty), &format!("{self:?}"), &format!("{:#x}", self.as_raw()));
            }
        })*
    };
}

flags! {
    AccessFlags2 BufferUsageFlags ColorComponentFlags CullModeFlags FormatFeatureFlags2 ImageAspectFlags ImageCreateFlags
    ImageUsageFlags PipelineStageFlags2 ResolveModeFlags SampleCountFlags ShaderStageFlags
}

impl Writer {
    /// Flags by name; a combination becomes a constant of its own.
    fn flags(&mut self, ty: &str, shown: &str, raw: &str) {
        if is_name(shown) {
            let _ = write!(self.out, "vk::{ty}::{shown}");
            return;
        }
        let names: Vec<&str> = shown.split(" | ").collect();
        let prefix = constant_prefix(ty);
        let (name, value) = if shown.is_empty() {
            (format!("NO_{prefix}"), format!("vk::{ty}::empty()"))
        } else if names.iter().all(|name| is_name(name)) {
            let bits: Vec<_> =
                names.iter().map(|name| format!("vk::{ty}::{name}.as_raw()")).collect();
            let value = format!("vk::{ty}::from_raw({})", bits.join(" | "));
            (format!("{prefix}__{}", names.join("__")), value)
        } else {
            (format!("{prefix}_{}", raw.to_uppercase()), format!("vk::{ty}::from_raw({raw})"))
        };
        self.push(&name);
        self.flags
            .entry(name)
            .or_insert_with_key(|name| format!("const {name}: vk::{ty} = {value};\n"));
    }
}

/// `PipelineStageFlags2` is `PIPELINE_STAGE`.
fn constant_prefix(ty: &str) -> String {
    let words = ty.trim_end_matches('2').trim_end_matches("Flags");
    let mut prefix = String::new();
    for (index, letter) in words.char_indices() {
        if index > 0 && letter.is_ascii_uppercase() {
            prefix.push('_');
        }
        prefix.push(letter.to_ascii_uppercase());
    }
    prefix
}
