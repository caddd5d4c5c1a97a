//! Rules that a pass type can be told alone: its slots against its shaders. A file for each theme, a function
//! for each rule.

mod binding;
mod block;
mod push;
mod raster;
mod stages;
mod texel;
mod vertex;

pub(crate) use block::stage_of;

use super::binding::Found;
use super::shader;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use crate::reflect::BindingKind;
use crate::syntax::ast::{PassDecl, SlotDecl};

/// Checks a pass type against its shaders. `slot_sites` has the place of each slot, in order, and behind them
/// that of the push-constant field; what concerns the pass as a whole is reported at [`Site::Whole`].
pub fn check_pass(pass: &PassDecl, slot_sites: &[Site], diagnostics: &Diagnostics) {
    let rules = Rules { pass, slot_sites, diagnostics };
    if !stages::check(&rules) {
        // Without the entry points, every slot would seem to lack its binding.
        return;
    }
    if !pass.shaders.is_empty() {
        binding::check(&rules);
    }
    block::check(&rules);
    push::check(&rules);
    raster::check(&rules);
    vertex::check(&rules);
    texel::check(&rules);
}

/// Checks what [`check_pass`] leaves open where specialization constants decide sizes, once they are settled.
pub(super) fn check_sizes(pass: &PassDecl, slot_sites: &[Site], diagnostics: &Diagnostics) {
    let rules = Rules { pass, slot_sites, diagnostics };
    binding::check_counts(&rules);
    block::check_unions(&rules);
}

/// A pass under check.
struct Rules<'a> {
    pass: &'a PassDecl,
    slot_sites: &'a [Site],
    diagnostics: &'a Diagnostics,
}

impl Rules<'_> {
    fn site(&self, slot: usize) -> Site {
        self.slot_sites.get(slot).copied().unwrap_or_default()
    }

    fn error(&self, code: Code, site: Site, message: String, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, site, message).help(help));
    }

    /// A binding as messages name it: `` `src` (set 0, binding 1) of blur.comp ``.
    fn place(&self, found: &Found<'_>) -> String {
        let binding = &found.binding;
        let name = match (binding.name.as_str(), shader::block(&binding.kind)) {
            ("", Some(block)) if !block.name.is_empty() => format!("`{}` (", block.name),
            ("", _) => "the unnamed binding (".to_owned(),
            (name, _) => format!("`{name}` ("),
        };
        let file = self.file(found.shader);
        format!("{name}set {}, binding {}) of {file}", binding.set, binding.binding)
    }

    fn file(&self, shader: usize) -> &str {
        self.pass.shaders.get(shader).map_or("the shader", |shader| shader.file.as_str())
    }

    /// All shader files, for what none of them has.
    fn files(&self) -> String {
        let files: Vec<&str> = self.pass.shaders.iter().map(|s| s.file.as_str()).collect();
        files.join(" and ")
    }

    fn slot(&self, slot: &SlotDecl) -> String {
        format!("the slot `{}` of `{}`", slot.name, self.pass.name)
    }
}

/// The kind of a binding in GLSL's terms.
fn kind_words(kind: &BindingKind) -> &'static str {
    match kind {
        BindingKind::Sampler => "a sampler",
        BindingKind::CombinedImageSampler(_) => "a combined image sampler",
        BindingKind::SampledImage(_) => "a sampled image",
        BindingKind::StorageImage(_) => "a storage image",
        BindingKind::UniformTexelBuffer(_) => "a uniform texel buffer",
        BindingKind::StorageTexelBuffer(_) => "a storage texel buffer",
        BindingKind::UniformBuffer(_) => "a uniform buffer",
        BindingKind::StorageBuffer(_) => "a storage buffer",
        BindingKind::InputAttachment { .. } => "an input attachment",
        BindingKind::AccelerationStructure => "an acceleration structure",
    }
}

/// The field that would fill a binding.
fn field_for(kind: &BindingKind, name: &str, writes: bool, reads: bool) -> String {
    let name = if name.is_empty() { "name" } else { name };
    let mode = match (reads, writes) {
        (true, true) => "read_write",
        (false, true) => "write",
        _ => "read",
    };
    match kind {
        BindingKind::Sampler => format!("#[sampler] {name}: Sampler"),
        BindingKind::CombinedImageSampler(_) | BindingKind::SampledImage(_) => {
            format!("#[sampled] {name}: Image")
        }
        BindingKind::StorageImage(_) => format!("#[storage({mode})] {name}: Image"),
        BindingKind::UniformTexelBuffer(_) => format!("#[texel(read)] {name}: Buffer"),
        BindingKind::StorageTexelBuffer(_) => format!("#[texel({mode})] {name}: Buffer"),
        BindingKind::UniformBuffer(_) => format!("#[uniform] {name}: Buffer"),
        BindingKind::StorageBuffer(_) => format!("#[storage({mode})] {name}: Buffer"),
        BindingKind::InputAttachment { .. } => format!("#[input] {name}: Image"),
        BindingKind::AccelerationStructure => {
            format!("#[acceleration(read)] {name}: AccelerationStructure")
        }
    }
}
