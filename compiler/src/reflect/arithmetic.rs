//! Integer and boolean `OpSpecConstantOp` on values at hand.

use spirq::spirv::Op;

use super::interface::{Scalar, ScalarKind};

/// What is said of an expression that cannot be evaluated here.
pub(super) const UNSUPPORTED: &str =
    "an array length or workgroup size computed by other than integer and boolean operations";

/// Keeps the low bits that the type has.
pub(super) fn truncate(bits: u64, ty: Scalar) -> u64 {
    match ty.bits {
        64.. => bits,
        width => bits & ((1 << width) - 1),
    }
}

/// The value of the bits: sign-extended where the type is signed.
pub(super) fn extend(bits: u64, ty: Scalar) -> i128 {
    if ty.kind == ScalarKind::Sint { signed(bits, ty) } else { i128::from(bits) }
}

/// The bits read as two's complement of the type's width.
fn signed(bits: u64, ty: Scalar) -> i128 {
    let width = u32::from(ty.bits.clamp(1, 64));
    let shift = 128 - width;
    (i128::from(bits) << shift) >> shift
}

/// The operation's result; `None` for one that is not supported or not defined (division by zero).
pub(super) fn apply(op: Op, ty: Scalar, operands: [(u64, Scalar); 3]) -> Option<u64> {
    let [(first, first_ty), (second, second_ty), (third, _)] = operands;
    let kinds = [ty.kind, first_ty.kind, second_ty.kind];
    if kinds.contains(&ScalarKind::Float) {
        return None;
    }
    let (s1, s2) = (signed(first, first_ty), signed(second, second_ty));
    let (u1, u2) = (i128::from(first), i128::from(second));
    let value = match op {
        Op::Select => i128::from(if first == 0 { third } else { second }),
        Op::UConvert | Op::Bitcast => u1,
        Op::SConvert => s1,
        Op::SNegate => -s1,
        Op::Not => !u1,
        Op::LogicalNot => i128::from(first == 0),
        Op::IAdd => u1 + u2,
        Op::ISub => u1 - u2,
        // The low 64 bits are all that any result keeps.
        Op::IMul => i128::from(first.wrapping_mul(second)),
        Op::UDiv => u1.checked_div(u2)?,
        Op::UMod => u1.checked_rem(u2)?,
        Op::SDiv => s1.checked_div(s2)?,
        Op::SRem => s1.checked_rem(s2)?,
        Op::SMod => floored_remainder(s1, s2)?,
        _ => bitwise(op, first_ty, [first, second]).or_else(|| compare(op, [s1, s2], [u1, u2]))?,
    };
    // Two's complement: the low bits are the same for either sign.
    Some(truncate(value.cast_unsigned() as u64, ty))
}

/// The remainder with the sign of the divisor, as `OpSMod` defines it.
fn floored_remainder(dividend: i128, divisor: i128) -> Option<i128> {
    let remainder = dividend.checked_rem(divisor)?;
    let other_sign = remainder != 0 && (remainder < 0) != (divisor < 0);
    Some(if other_sign { remainder + divisor } else { remainder })
}

fn bitwise(op: Op, ty: Scalar, [first, second]: [u64; 2]) -> Option<i128> {
    let shift = u32::try_from(second).ok().filter(|shift| *shift < u32::from(ty.bits));
    Some(match op {
        Op::BitwiseAnd => i128::from(first & second),
        Op::BitwiseOr => i128::from(first | second),
        Op::BitwiseXor => i128::from(first ^ second),
        Op::ShiftLeftLogical => i128::from(first) << shift?,
        Op::ShiftRightLogical => i128::from(first) >> shift?,
        Op::ShiftRightArithmetic => signed(first, ty) >> shift?,
        _ => return None,
    })
}

fn compare(op: Op, [s1, s2]: [i128; 2], [u1, u2]: [i128; 2]) -> Option<i128> {
    Some(i128::from(match op {
        Op::IEqual | Op::LogicalEqual => u1 == u2,
        Op::INotEqual | Op::LogicalNotEqual => u1 != u2,
        Op::LogicalAnd => u1 != 0 && u2 != 0,
        Op::LogicalOr => u1 != 0 || u2 != 0,
        Op::UGreaterThan => u1 > u2,
        Op::UGreaterThanEqual => u1 >= u2,
        Op::ULessThan => u1 < u2,
        Op::ULessThanEqual => u1 <= u2,
        Op::SGreaterThan => s1 > s2,
        Op::SGreaterThanEqual => s1 >= s2,
        Op::SLessThan => s1 < s2,
        Op::SLessThanEqual => s1 <= s2,
        _ => return None,
    }))
}
