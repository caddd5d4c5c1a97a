//! A block as all stages of a pass declare it together.
//!
//! Each stage declares the part that it uses: one struct serves them all where no two of them see other numbers at
//! the same bytes.

use super::leaf::{self, Leaf};
use crate::reflect::{Block, Member, MemberType};

/// A block that one shader declares.
#[derive(Clone, Copy, Debug)]
pub struct Declared<'a> {
    /// The shader's file, and its stage in a word.
    pub shader: (&'a str, &'a str),
    /// The block.
    pub block: &'a Block,
}

/// Two declarations that no struct serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// What each says: shader, member, offset, and the number there.
    pub sides: [String; 2],
}

/// The block that has all members of all declarations, by offset, under the first one's name. `None` where there is
/// none.
///
/// # Errors
///
/// Where two declarations have different numbers at the same bytes.
pub fn union(declared: &[Declared<'_>]) -> Result<Option<Block>, Disagreement> {
    let Some((first, rest)) = declared.split_first() else { return Ok(None) };
    let mut whole = first.block.clone();
    for (index, other) in rest.iter().enumerate() {
        if *other.block == whole {
            continue;
        }
        for before in declared.iter().take(index + 1) {
            agree(before, other)?;
        }
        merge(&mut whole, other.block);
    }
    Ok(Some(whole))
}

/// Whether the numbers of both fit.
fn agree(a: &Declared<'_>, b: &Declared<'_>) -> Result<(), Disagreement> {
    if let Some((x, y)) = clash(a.block, b.block) {
        return Err(Disagreement { sides: [side(a, x), side(b, y)] });
    }
    let (Some((one, element)), Some((other, same))) = (open(a.block), open(b.block)) else {
        return Ok(());
    };
    let stride = |member: &Member| match member.ty {
        MemberType::Array { stride, .. } => stride,
        _ => 0,
    };
    if (one.offset, stride(one)) != (other.offset, stride(other))
        || clash(&element, &same).is_some()
    {
        return Err(Disagreement { sides: [runtime(a, one), runtime(b, other)] });
    }
    Ok(())
}

/// The runtime array at the end of a block, and a block with one of its elements.
fn open(block: &Block) -> Option<(&Member, Block)> {
    let last = block.members.last()?;
    let MemberType::Array { element, length: 0, .. } = &last.ty else { return None };
    let member = Member { name: String::new(), offset: 0, size: 0, ty: (**element).clone() };
    Some((last, Block { name: String::new(), size: 0, members: vec![member] }))
}

/// Numbers of two blocks that overlap and are not the same.
fn clash(a: &Block, b: &Block) -> Option<(Leaf, Leaf)> {
    let (a, b) = (leaf::of_shader(a), leaf::of_shader(b));
    let end = |leaf: &Leaf| leaf.offset + u64::from(leaf.scalar.bits / 8);
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let same = (x.offset, x.scalar) == (y.offset, y.scalar);
        if !same && x.offset < end(y) && y.offset < end(x) {
            return Some((*x, *y));
        }
        if end(x) <= end(y) {
            i += 1;
        } else {
            j += 1;
        }
    }
    None
}

/// Pairs of members beyond which each is kept as it is declared: what is the same is then there twice, which a remedy
/// alone shows.
const MAX_PAIRS: usize = 1 << 20;

/// Adds what the block has not. A member whose numbers another one has (a `vec4` of a matrix) is no member of its own.
fn merge(whole: &mut Block, other: &Block) {
    whole.size = whole.size.max(other.size);
    if whole.members.len().saturating_mul(other.members.len()) > MAX_PAIRS {
        whole.members.extend(other.members.iter().cloned());
        whole.members.sort_by_key(|member| member.offset);
        return;
    }
    for member in &other.members {
        if let Some(known) =
            whole.members.iter_mut().find(|m| (m.offset, &m.ty) == (member.offset, &member.ty))
        {
            if known.name.is_empty() {
                known.name.clone_from(&member.name);
            }
        } else if !whole.members.iter().any(|known| covers(known, member)) {
            whole.members.retain(|known| !covers(member, known));
            whole.members.push(member.clone());
        }
    }
    whole.members.sort_by_key(|member| member.offset);
}

/// Whether a member has all numbers of another one; both agree where they overlap.
fn covers(outer: &Member, inner: &Member) -> bool {
    let end = |member: &Member| u64::from(member.offset) + u64::from(member.size);
    let within = outer.offset <= inner.offset && end(inner) <= end(outer);
    if inner.size == 0 || !within {
        return false;
    }
    let (has, wants) = (numbers(outer), numbers(inner));
    wants.iter().all(|leaf| has.binary_search_by_key(&leaf.offset, |l| l.offset).is_ok())
}

fn numbers(member: &Member) -> Vec<Leaf> {
    leaf::of_shader(&Block {
        name: String::new(),
        size: member.size,
        members: vec![member.clone()],
    })
}

fn side(declared: &Declared<'_>, leaf: Leaf) -> String {
    let member = declared.block.members.get(leaf.member);
    let (file, stage) = declared.shader;
    format!(
        "{file} ({stage}) declares {} with {} at offset {}",
        member.map_or_else(|| "a member".to_owned(), named),
        super::compare::number(leaf.scalar),
        leaf.offset
    )
}

fn runtime(declared: &Declared<'_>, member: &Member) -> String {
    let (file, stage) = declared.shader;
    let stride = if let MemberType::Array { stride, .. } = member.ty { stride } else { 0 };
    format!(
        "{file} ({stage}) declares the array {} from offset {} on with elements of {stride} bytes",
        named(member),
        member.offset
    )
}

fn named(member: &Member) -> String {
    if member.name.is_empty() { "a member".to_owned() } else { format!("`{}`", member.name) }
}

#[cfg(test)]
mod tests {
    use super::{Declared, union};
    use crate::reflect::{Block, Member, MemberType, Scalar, ScalarKind};

    const FLOAT: Scalar = Scalar { kind: ScalarKind::Float, bits: 32 };
    const UINT: Scalar = Scalar { kind: ScalarKind::Uint, bits: 32 };

    fn vector(name: &str, offset: u32, scalar: Scalar, components: u8) -> Member {
        let size = u32::from(components) * 4;
        Member { name: name.into(), offset, size, ty: MemberType::Vector { scalar, components } }
    }

    fn array(name: &str, offset: u32, length: u32) -> Member {
        let element = MemberType::Vector { scalar: FLOAT, components: 4 };
        let ty = MemberType::Array {
            element: Box::new(element),
            length,
            stride: 16,
            formula: crate::reflect::Formula::default(),
        };
        Member { name: name.into(), offset, size: length * 16, ty }
    }

    fn block(members: Vec<Member>) -> Block {
        let size = members.iter().map(|m| m.offset + m.size).max().unwrap_or(0);
        Block { name: "P".into(), size, members }
    }

    fn together(a: &Block, b: &Block) -> Result<Vec<(String, u32)>, [String; 2]> {
        let declared = [
            Declared { shader: ("a.vert", "vertex"), block: a },
            Declared { shader: ("b.frag", "fragment"), block: b },
        ];
        let whole = union(&declared).map_err(|disagreement| disagreement.sides)?;
        let members = whole.unwrap_or_default().members;
        Ok(members.into_iter().map(|member| (member.name, member.offset)).collect())
    }

    #[test]
    fn parts_make_one_struct() {
        let a = block(vec![vector("place", 0, FLOAT, 4)]);
        let b = block(vec![vector("tint", 16, FLOAT, 4)]);
        let whole = vec![("place".to_owned(), 0), ("tint".to_owned(), 16)];
        assert_eq!(together(&a, &b), Ok(whole.clone()));
        assert_eq!(together(&b, &a), Ok(whole));
    }

    #[test]
    fn a_part_of_a_member_is_no_member_of_its_own() {
        let a = block(vec![vector("row", 16, FLOAT, 4)]);
        let b = block(vec![array("rows", 0, 4)]);
        assert_eq!(together(&a, &b), Ok(vec![("rows".to_owned(), 0)]));
        assert_eq!(together(&b, &a), Ok(vec![("rows".to_owned(), 0)]));
    }

    #[test]
    fn other_numbers_at_the_same_bytes_are_a_disagreement() {
        let a = block(vec![vector("place", 0, FLOAT, 4)]);
        let b = block(vec![vector("count", 12, UINT, 2)]);
        let sides = together(&a, &b).err().unwrap_or_default();
        assert_eq!(sides[0], "a.vert (vertex) declares `place` with a `f32` at offset 12");
        assert_eq!(sides[1], "b.frag (fragment) declares `count` with a `u32` at offset 12");
    }

    #[test]
    fn runtime_arrays_have_one_element() {
        let a = block(vec![array("list", 0, 0)]);
        let mut b = block(vec![array("list", 0, 0)]);
        assert_eq!(together(&a, &b), Ok(vec![("list".to_owned(), 0)]));
        b.members[0].offset = 16;
        assert!(together(&a, &b).is_err());
    }
}
