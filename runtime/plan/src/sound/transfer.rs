//! Copies and fills.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ash::vk;

use super::{Asked, Broken, mip, words};
use crate::texel::packed_bytes;
use crate::{Access, Image, Pass, Shape, Sizes, Transfer};

impl<S: Sizes> Asked<'_, S> {
    pub(super) fn transfer(&self, pass: &Pass, transfer: &Transfer) -> Option<Broken> {
        match *transfer {
            Transfer::Copy { from, to } => self.copy(pass, self.access(from)?, self.access(to)?),
            Transfer::Clear { to, .. } => self.fill(pass, self.access(to)?),
            // All of both sides, whatever their sizes.
            Transfer::Blit { .. } => None,
        }
    }

    fn access(&self, index: u32) -> Option<&Access> {
        self.plan().accesses.get(index as usize)
    }

    fn image(&self, access: &Access) -> Option<Image> {
        match self.plan().resources.get(access.resource as usize)?.shape {
            Shape::Image(image) => Some(image),
            _ => None,
        }
    }

    /// The two sides of a copy have one size where they have one at the maximum; a buffer holds the texels.
    fn copy(&self, pass: &Pass, from: &Access, to: &Access) -> Option<Broken> {
        let most = Asked { rules: self.rules, sizes: &self.rules.most };
        let all = "a copy takes all of both sides";
        let problem = match (self.image(from), self.image(to)) {
            (Some(_), Some(_)) if most.mips(from) == most.mips(to) => {
                let (read, written) = (self.mips(from), self.mips(to));
                let differ = read.into_iter().zip(written).find(|(a, b)| a != b);
                differ.map(|(a, b)| (format!("{} and {}", words(a, true), words(b, true)), all))
            }
            (None, None) if most.given(from) == most.given(to) => {
                let (a, b) = (self.given(from), self.given(to));
                (a != b).then(|| (format!("{a} and {b} bytes"), all))
            }
            (Some(_), Some(_)) | (None, None) => None,
            (Some(image), None) => self.packed(image, from, to),
            (None, Some(image)) => self.packed(image, to, from),
        };
        let (sides, rule) = problem?;
        let what = format!(
            "`{}` copies `{}` into `{}`, which have {sides}",
            pass.name,
            self.name(from.resource),
            self.name(to.resource)
        );
        Some((Some(to.resource), what, rule))
    }

    /// Extents of the mips of an access.
    fn mips(&self, access: &Access) -> Vec<[u64; 3]> {
        let extent = self.sizes.resource(access.resource);
        let first = access.range.base_mip;
        (first..first.saturating_add(access.range.mips)).map(|level| mip(extent, level)).collect()
    }

    fn packed(
        &self,
        image: Image,
        texels: &Access,
        buffer: &Access,
    ) -> Option<(String, &'static str)> {
        let format = match image.format {
            _ if texels.range.aspects == vk::ImageAspectFlags::STENCIL => vk::Format::S8_UINT,
            vk::Format::UNDEFINED => self.rules.screen,
            format => format,
        };
        let mut needed = 0u64;
        for extent in self.mips(texels) {
            let layers = u64::from(texels.range.layers);
            needed = needed.saturating_add(packed_bytes(format, extent)?.saturating_mul(layers));
        }
        let given = self.given(buffer);
        (needed > given).then(|| {
            (
                format!("texels of {needed} bytes and {given} bytes"),
                "VUID-VkCopyBufferToImageInfo2-pRegions-00171",
            )
        })
    }

    /// A fill of a buffer has a word at least.
    fn fill(&self, pass: &Pass, to: &Access) -> Option<Broken> {
        let given = self.given(to);
        (self.image(to).is_none() && given < 4).then(|| {
            let what = format!(
                "`{}` fills {given} bytes of `{}`, and a word has 4",
                pass.name,
                self.name(to.resource)
            );
            (Some(to.resource), what, "VUID-vkCmdFillBuffer-size-00026")
        })
    }
}
