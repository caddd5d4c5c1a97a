//! The comparison, and the sentence that says what to write.

use super::layout::{Layout, layout};
use super::leaf::{self, Leaf, MAX_LEAVES};
use crate::diagnostic::{Code, Diagnostic, Site};
use crate::reflect::{Block, Member, MemberType, Scalar, ScalarKind};
use crate::syntax::tokens::BlockDecl;

/// The shader's side of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// V0302 or V0303.
    pub code: Code,
    /// Shader file.
    pub file: &'a str,
    /// `push constants`, or `set 0, binding 1`.
    pub place: &'a str,
    /// The block.
    pub block: &'a Block,
}

/// Compares a struct with a shader's block, byte by byte. `None` where they agree. A block that is nothing
/// but a runtime array is compared element by element: `type` then names the element.
#[must_use]
pub fn compare(own: &BlockDecl, against: Against<'_>, site: Site) -> Option<Diagnostic> {
    let layout = layout(own)?;
    let Some((element, stride)) = element(against.block) else {
        return Comparison { own, layout, against, site }.run();
    };
    let comparison =
        Comparison { own, layout, against: Against { block: &element, ..against }, site };
    let by_stride = |size| comparison.stride(size, stride);
    comparison.run().or_else(|| by_stride(comparison.layout.size))
}

/// The element of a block `{ T elements[]; }`, as a block of its own, with its stride.
fn element(block: &Block) -> Option<(Block, u32)> {
    let [only] = block.members.as_slice() else { return None };
    match &only.ty {
        MemberType::Array { element, length: 0, stride, .. } => match element.as_ref() {
            MemberType::Struct(element) => Some((element.clone(), *stride)),
            _ => None,
        },
        _ => None,
    }
}

struct Comparison<'a> {
    own: &'a BlockDecl,
    layout: Layout,
    against: Against<'a>,
    site: Site,
}

impl Comparison<'_> {
    fn run(&self) -> Option<Diagnostic> {
        if let Some(moved) = self.moved() {
            return Some(moved);
        }
        let own = leaf::of_struct(self.own, &self.layout.offsets);
        let shader = leaf::of_shader(self.against.block);
        for wanted in &shader {
            let found =
                own.binary_search_by_key(&wanted.offset, |leaf| leaf.offset).ok().map(|i| own[i]);
            if found.is_none_or(|found| found.scalar != wanted.scalar) {
                return Some(self.differs(*wanted, found));
            }
        }
        if shader.len() >= MAX_LEAVES || own.len() >= MAX_LEAVES {
            return None;
        }
        // Numbers beside those that the shader reads are padding where their field has others that it reads:
        // `[[f32; 4]; 2]` for a `float[2]` of std140.
        let read = |leaf: &Leaf| shader.binary_search_by_key(&leaf.offset, |l| l.offset).is_ok();
        let used = |member| own.iter().any(|leaf| leaf.member == member && read(leaf));
        let mut unread = own.iter().filter(|leaf| !read(leaf));
        let more = unread.find(|leaf| !used(leaf.member));
        more.map(|leaf| self.surplus(*leaf))
    }

    /// A field at another offset than the member of its name: two that changed places may well agree in their
    /// bytes.
    fn moved(&self) -> Option<Diagnostic> {
        let members = self.against.block.members.iter().enumerate();
        let mut named = members.filter(|(_, member)| !member.name.is_empty());
        named.find_map(|(position, member)| {
            let (index, field) = self.field_of(member, position)?;
            let at = *self.layout.offsets.get(index)?;
            (at != u64::from(member.offset)).then(|| {
                let place = format!("`{}` of `{}`", field.name, self.own.name);
                let message = format!(
                    "{place} stands at offset {at}, the shader has `{}` at offset {}",
                    member.name, member.offset
                );
                self.diagnostic(message).help(self.move_to(at, &field.name, member))
            })
        })
    }

    fn differs(&self, wanted: Leaf, found: Option<Leaf>) -> Diagnostic {
        let Some(member) = self.against.block.members.get(wanted.member) else {
            return self.diagnostic("the blocks differ".into());
        };
        let name = member_name(member, wanted.member);
        let field = self.field_of(member, wanted.member);
        let Some((_, field)) = field else {
            let message = format!("`{}` lacks `{name}` at offset {}", self.own.name, member.offset);
            return self.diagnostic(message).help(self.write_new(member, wanted.member));
        };
        let place = format!("`{}` of `{}`", field.name, self.own.name);
        let found = found.map_or_else(|| "nothing".to_owned(), |leaf| number(leaf.scalar));
        let within = wanted.offset - u64::from(member.offset);
        let byte = if within == 0 { String::new() } else { format!(" at its byte {within}") };
        let message = format!(
            "{place} is `{}` and has {found}{byte}, where the shader's `{name}` has {}",
            field.written,
            number(wanted.scalar)
        );
        self.diagnostic(message).help(format!("write `{}: {}`", field.name, rust_type(&member.ty)))
    }

    fn surplus(&self, leaf: Leaf) -> Diagnostic {
        let field = self.own.fields.get(leaf.member).map_or("", |field| field.name.as_str());
        let message = format!(
            "`{field}` of `{}` has a number at offset {}, where the shader's block has nothing",
            self.own.name, leaf.offset
        );
        self.diagnostic(message)
            .help(format!("remove it, or write `_{field}` where it is only padding"))
    }

    fn stride(&self, size: u64, stride: u32) -> Option<Diagnostic> {
        if size == u64::from(stride) {
            return None;
        }
        let message = format!(
            "`{}` takes {size} bytes, an element of the shader's array {stride}",
            self.own.name
        );
        let help = match u64::from(stride).checked_sub(size) {
            Some(missing) => format!("write `_end: [u8; {missing}]` as its last field"),
            None => "remove what the shader's struct does not have".into(),
        };
        Some(self.diagnostic(message).help(help))
    }

    /// The field for a member: by name, or by position among the fields that are no padding where the module
    /// is stripped.
    fn field_of(
        &self,
        member: &Member,
        position: usize,
    ) -> Option<(usize, &crate::syntax::tokens::BlockField)> {
        let mut fields =
            self.own.fields.iter().enumerate().filter(|(_, f)| !f.name.starts_with('_'));
        if member.name.is_empty() {
            fields.nth(position)
        } else {
            let plain = |name: &str| name.replace('_', "").to_lowercase();
            let wanted = plain(&member.name);
            fields.find(|(_, field)| plain(&field.name) == wanted)
        }
    }

    fn move_to(&self, at: u64, field: &str, member: &Member) -> String {
        if let Some(missing) = u64::from(member.offset).checked_sub(at) {
            format!("write `_before_{field}: [u8; {missing}]` before `{field}`")
        } else {
            let order: Vec<String> = self
                .against
                .block
                .members
                .iter()
                .enumerate()
                .map(|(index, member)| {
                    format!("`{}` at {}", member_name(member, index), member.offset)
                })
                .collect();
            format!("order the fields as the shader has them: {}", order.join(", "))
        }
    }

    fn write_new(&self, member: &Member, position: usize) -> String {
        let name = member_name(member, position);
        let before = position.checked_sub(1).and_then(|i| self.against.block.members.get(i));
        let place = before.map_or_else(
            || "as the first field".to_owned(),
            |before| format!("after `{}`", member_name(before, position - 1)),
        );
        format!("write `{name}: {}` {place}", rust_type(&member.ty))
    }

    fn diagnostic(&self, message: String) -> Diagnostic {
        let Against { code, file, place, block } = self.against;
        let block = if block.name.is_empty() {
            "the block".into()
        } else {
            format!("block `{}`", block.name)
        };
        let mut diagnostic =
            Diagnostic::error(code, self.site, message).note(format!("{file}: {block}, {place}"));
        let origin = &self.own.origin;
        if !origin.file.is_empty() {
            diagnostic = diagnostic
                .note(format!("{}:{}: struct `{}`", origin.file, origin.line, self.own.name));
        }
        diagnostic
    }
}

/// The fields of a struct for a block, without the padding that [`compare`] asks for.
#[must_use]
pub fn fields(block: &Block) -> String {
    let field = |(index, member): (usize, &Member)| {
        format!("{}: {}", member_name(member, index).replace(' ', "_"), rust_type(&member.ty))
    };
    block.members.iter().enumerate().map(field).collect::<Vec<_>>().join(", ")
}

fn member_name(member: &Member, position: usize) -> String {
    if member.name.is_empty() { format!("member {position}") } else { member.name.clone() }
}

/// A number in words: `a f32`, with the type in backquotes.
pub(super) fn number(scalar: Scalar) -> String {
    let kind = match scalar.kind {
        ScalarKind::Float => 'f',
        ScalarKind::Sint => 'i',
        ScalarKind::Uint | ScalarKind::Bool => 'u',
    };
    format!("a `{kind}{}`", scalar.bits)
}

/// The Rust type that has a member's bytes.
fn rust_type(ty: &MemberType) -> String {
    let scalar = |s: &Scalar| match (s.kind, s.bits) {
        // Rust's own is not stable.
        (ScalarKind::Float, 16) => "half::f16".to_owned(),
        _ => number(*s).trim_start_matches("a ").trim_matches('`').to_owned(),
    };
    match ty {
        MemberType::Scalar(s) => scalar(s),
        MemberType::Vector { scalar: s, components } => format!("[{}; {components}]", scalar(s)),
        MemberType::Matrix { scalar: s, columns, rows, stride, row_major } => {
            let lines = if *row_major { rows } else { columns };
            format!("[[{}; {}]; {lines}]", scalar(s), stride / u32::from(s.bits / 8).max(1))
        }
        MemberType::Array { element, length, stride, .. } => match element.as_ref() {
            MemberType::Scalar(s) if *stride > u32::from(s.bits / 8) => {
                format!("[[{}; {}]; {length}]", scalar(s), stride / u32::from(s.bits / 8).max(1))
            }
            MemberType::Vector { scalar: s, components }
                if *stride > u32::from(s.bits / 8) * u32::from(*components) =>
            {
                format!("[[{}; {}]; {length}]", scalar(s), stride / u32::from(s.bits / 8).max(1))
            }
            element => format!("[{}; {length}]", rust_type(element)),
        },
        MemberType::Struct(block) => block.name.clone(),
        MemberType::Address => "u64".into(),
    }
}
