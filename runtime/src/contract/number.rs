//! The numbers of a shader's block, for the checks that `derive(Block)` writes: a field's type is told by its
//! components, not by its name.

/// A type that is one number of the kind `T` in memory.
///
/// `T` is the primitive type, or [`F16`].
#[diagnostic::on_unimplemented(
    message = "a number of this field's type is `{Self}`, and by the type's name it is `{T}`",
    label = "of other numbers than its name says",
    note = "V0304: derive(Block) takes `Vec3`, `UVec2`, `Mat4` and the like for types of the glam crate\n\
            help: give a type of your own another name and `#[derive(vixen::Block)]`; for `half::f16` enable vixen's \
            feature `half`\n\
            see: docs/errors/V0304.md"
)]
pub trait Number<T> {}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Number<$number> for $number {})*
    };
}

numbers!(u8, i8, u16, i16, u32, i32, f32, u64, i64, f64);

/// A float of 16 bits, of whatever crate.
#[derive(Clone, Copy, Debug)]
pub struct F16;

#[cfg(feature = "half")]
impl Number<F16> for half::f16 {}

/// Compiles where a value is a number of that kind.
pub const fn is_number<T, N: Number<T> + ?Sized>(_: &N) {}
