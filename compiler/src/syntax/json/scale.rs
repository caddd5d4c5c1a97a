//! Decimal numbers as rationals: `0.03125` is 1/32, not the nearest of something.

/// Largest numerator and denominator.
const MAX: u128 = u32::MAX as u128;

/// Digits that a scale may have before and after the point together.
const MAX_DIGITS: usize = 30;

/// The rational of a JSON number: exact where numerator and denominator fit 32 bits, otherwise the last
/// convergent of its continued fraction that does (`0.3333333333333333` is 1/3). `None` for what is
/// not above 0 or needs more than [`MAX_DIGITS`] digits.
pub(super) fn rational(decimal: &str) -> Option<(u32, u32)> {
    let (mantissa, exponent) = match decimal.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (decimal, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() > MAX_DIGITS {
        return None;
    }
    let digits: u128 = format!("{whole}{fraction}").parse().ok()?;
    let power = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let ten = 10u128.checked_pow(power.unsigned_abs())?;
    let (numerator, denominator) =
        if power < 0 { (digits, ten) } else { (digits.checked_mul(ten)?, 1) };
    reduce(numerator, denominator)
}

/// The last convergent of the continued fraction whose parts fit 32 bits.
fn reduce(mut numerator: u128, mut denominator: u128) -> Option<(u32, u32)> {
    let (mut before, mut now) = ((0u128, 1u128), (1u128, 0u128));
    while denominator != 0 {
        let quotient = numerator / denominator;
        let next = (
            quotient.checked_mul(now.0)?.checked_add(before.0)?,
            quotient.checked_mul(now.1)?.checked_add(before.1)?,
        );
        if next.0 > MAX || next.1 > MAX {
            break;
        }
        (before, now) = (now, next);
        (numerator, denominator) = (denominator, numerator % denominator);
    }
    let pair = (u32::try_from(now.0).ok()?, u32::try_from(now.1).ok()?);
    (pair.0 > 0 && pair.1 > 0).then_some(pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        assert_eq!(rational("0.03125"), Some((1, 32)));
        assert_eq!(rational("1.0"), Some((1, 1)));
        assert_eq!(rational("2"), Some((2, 1)));
        assert_eq!(rational("12.5e-1"), Some((5, 4)));
        assert_eq!(rational("0.333333"), Some((333_333, 1_000_000)));
        assert_eq!(rational("0.3333333333333333"), Some((1, 3)));
    }

    #[test]
    fn what_is_no_scale() {
        for text in ["0", "0.0", "-1", "1e400", "1e-400", "99999999999999999999", "", "1e", "-"] {
            assert_eq!(rational(text), None, "{text}");
        }
    }
}
