//! Whether the swapchain fits the window.

/// What is known of it. A swapchain that is called suboptimal is made anew once: where the new one is suboptimal too, as on a
/// surface that is turned or scaled by the window system, it serves as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fit {
    /// Whether it has to be made anew before the next frame.
    stale: bool,
    /// Whether it was made anew for being suboptimal, and no frame has found it to fit since.
    accepted: bool,
}

impl Fit {
    /// Whether it has to be made anew.
    pub(super) fn is_stale(self) -> bool {
        self.stale
    }

    /// The window has another size than it, or it is out of date.
    pub(super) fn outgrown(&mut self) {
        *self = Self { stale: true, accepted: false };
    }

    /// A frame was shown on it.
    pub(super) fn shown(&mut self, suboptimal: bool) {
        self.stale |= suboptimal && !self.accepted;
        self.accepted = suboptimal;
    }

    /// It was made anew.
    pub(super) fn renewed(&mut self) {
        self.stale = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often it is made anew in so many frames that find it suboptimal or not.
    fn renewals(fit: &mut Fit, frames: impl IntoIterator<Item = bool>) -> usize {
        let mut count = 0;
        for suboptimal in frames {
            if fit.is_stale() {
                fit.renewed();
                count += 1;
            }
            fit.shown(suboptimal);
        }
        count
    }

    #[test]
    fn what_stays_suboptimal_is_made_anew_once() {
        assert_eq!(renewals(&mut Fit::default(), [true; 100]), 1);
        assert_eq!(renewals(&mut Fit::default(), [false; 100]), 0);
    }

    #[test]
    fn what_fitted_in_between_is_made_anew_again() {
        assert_eq!(renewals(&mut Fit::default(), [true, true, true, false, true, true, true]), 2);
    }

    #[test]
    fn another_size_is_always_followed() {
        let mut fit = Fit::default();
        assert_eq!(renewals(&mut fit, [true; 10]), 1);
        fit.outgrown();
        assert!(fit.is_stale());
        assert_eq!(
            renewals(&mut fit, [true; 10]),
            2,
            "for the size, and once since it is suboptimal"
        );
    }
}
