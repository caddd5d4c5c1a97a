//! Feature structures of extensions. Each is `sType`, `pNext`, and then nothing but 32-bit booleans; the table in
//! [`crate::plan::feature`] says which stands where.

use std::ffi::c_void;

use ash::vk;

use crate::plan::feature::{EXTENSIONS, Extension};

/// As many members as a structure of the table has at most, and some to spare.
const MOST_MEMBERS: usize = 16;

/// Features of extensions, by their place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extended([u16; EXTENSIONS.len()]);

impl Default for Extended {
    fn default() -> Self {
        Self([0; EXTENSIONS.len()])
    }
}

/// One feature of an extension.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    extension: usize,
    member: usize,
}

impl Member {
    /// The feature of this name; `None` where no structure of the table has it.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        EXTENSIONS.iter().enumerate().find_map(|(extension, of)| {
            let member = of.members.iter().position(|member| *member == name)?;
            Some(Self { extension, member })
        })
    }

    pub(super) fn name(self) -> &'static str {
        self.row().members.get(self.member).copied().unwrap_or_default()
    }

    fn row(self) -> &'static Extension {
        &EXTENSIONS[self.extension]
    }
}

impl Extended {
    pub(super) fn enable(&mut self, member: Member) {
        self.0[member.extension] |= 1 << member.member;
    }

    pub(super) fn has(&self, member: Member) -> bool {
        self.0[member.extension] >> member.member & 1 == 1
    }

    /// The features that are on, in the table's order.
    pub(super) fn enabled(self) -> impl Iterator<Item = Member> {
        let members = |extension: usize| {
            (0..EXTENSIONS[extension].members.len()).map(move |member| Member { extension, member })
        };
        (0..EXTENSIONS.len()).flat_map(members).filter(move |member| self.has(*member))
    }

    /// What a physical device has of the structures that `asked` touches. A structure that the device does not know
    /// is left as it is: all off.
    pub(super) fn of(instance: &ash::Instance, device: vk::PhysicalDevice, asked: Self) -> Self {
        let mut structures = Structures::new(asked);
        structures.clear();
        let mut features = vk::PhysicalDeviceFeatures2 {
            p_next: structures.chain(std::ptr::null_mut()),
            ..Default::default()
        };
        // SAFETY: the device was enumerated from this instance; the chain's structures outlive the call and have
        // room for all members that Vulkan defines.
        unsafe { instance.get_physical_device_features2(device, &mut features) };
        structures.read()
    }
}

#[repr(C)]
struct Structure {
    s_type: vk::StructureType,
    p_next: *mut c_void,
    members: [vk::Bool32; MOST_MEMBERS],
}

/// Structures in one chain: those in which a feature is on.
pub(super) struct Structures {
    /// With their place in the table.
    list: Vec<(usize, Structure)>,
}

impl Structures {
    pub(super) fn new(features: Extended) -> Self {
        let on = features.0.iter().enumerate().filter(|(_, members)| **members != 0);
        let structure = |(extension, members): (usize, &u16)| {
            let flag = |index| vk::Bool32::from(members >> index & 1);
            let structure = Structure {
                s_type: vk::StructureType::from_raw(EXTENSIONS[extension].structure),
                p_next: std::ptr::null_mut(),
                members: std::array::from_fn(flag),
            };
            (extension, structure)
        };
        Self { list: on.map(structure).collect() }
    }

    fn clear(&mut self) {
        self.list
            .iter_mut()
            .for_each(|(_, structure)| structure.members = [vk::FALSE; MOST_MEMBERS]);
    }

    /// Links the structures, `next` behind the last. The first of them, or `next` where there is none.
    pub(super) fn chain(&mut self, next: *mut c_void) -> *mut c_void {
        self.list.iter_mut().rev().fold(next, |next, (_, structure)| {
            structure.p_next = next;
            std::ptr::from_mut(structure).cast()
        })
    }

    fn read(&self) -> Extended {
        let mut found = Extended::default();
        for (extension, structure) in &self.list {
            let on = |member: &usize| structure.members[*member] == vk::TRUE;
            let members = (0..EXTENSIONS[*extension].members.len()).filter(on);
            members.for_each(|member| found.enable(Member { extension: *extension, member }));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_structure_has_room() {
        for extension in EXTENSIONS {
            assert!(extension.members.len() <= MOST_MEMBERS, "{}", extension.name);
        }
    }

    #[test]
    fn a_structure_says_what_is_on() {
        let mut features = Extended::default();
        let names = ["rayQuery", "shaderDeviceClock", "shaderSubgroupClock"];
        names.into_iter().filter_map(Member::by_name).for_each(|member| features.enable(member));
        let on: Vec<&str> = features.enabled().map(Member::name).collect();
        assert_eq!(on, ["rayQuery", "shaderSubgroupClock", "shaderDeviceClock"]);
        let mut structures = Structures::new(features);
        assert_eq!(structures.list.len(), 2);
        assert_eq!(structures.read(), features);
        assert!(!structures.chain(std::ptr::null_mut()).is_null());
        structures.clear();
        assert_eq!(structures.read(), Extended::default());
        assert!(Member::by_name("shaderInt64").is_none());
    }
}
