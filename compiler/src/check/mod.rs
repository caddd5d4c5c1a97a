//! Rules over the resolved graph: hazards between passes, views against shaders, attachments against each
//! other, and everything against the profile. A file for each theme, a function for each rule.
//!
//! What a pass type can be told alone is [`crate::lower::check_pass`]'s.

mod attachment;
mod feature;
mod format;
mod geometry;
mod hazard;
mod history;
mod limit;
mod offset;
mod raster;
mod screen;
mod square;
mod texel;
mod view;

pub(crate) use feature::{needed as needed_features, uses_addresses};
pub(crate) use format::{buffer_uses as buffer_format_uses, screen_uses, uses as format_uses};
pub(crate) use hazard::undefined_reads;
pub(crate) use limit::needed as needed_limits;
pub(crate) use screen::named_format as screen_format;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use crate::ir::{Access, Graph, Pass, Resource};

/// Checks a lowered graph. What is wrong with it is in `diagnostics`.
pub fn check(graph: &Graph, diagnostics: &Diagnostics) {
    let rules = Rules { graph, diagnostics };
    hazard::check(&rules);
    history::check(&rules);
    screen::check(&rules);
    for pass in &graph.passes {
        view::check(&rules, pass);
        attachment::check(&rules, pass);
        geometry::check(&rules, pass);
        raster::check(&rules, pass);
        texel::check(&rules, pass);
        offset::check(&rules, pass);
        // Graph JSON speaks of no profile.
        if !graph.lenient {
            limit::check_pass(&rules, pass);
            format::check(&rules, pass);
            feature::check(&rules, pass);
        }
    }
    square::check(&rules);
    if !graph.lenient {
        limit::check_resources(&rules);
    }
}

/// A graph under check.
struct Rules<'a> {
    graph: &'a Graph,
    diagnostics: &'a Diagnostics,
}

impl Rules<'_> {
    fn resource(&self, access: &Access) -> &Resource {
        self.graph.resource(access.resource)
    }

    fn error(&self, code: Code, site: Site, message: String, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, site, message).help(help));
    }

    /// An access as messages name it: `` the slot `src` of `blur` (`half`) ``.
    fn slot(&self, pass: &Pass, access: &Access) -> String {
        let resource = &self.resource(access).name;
        format!("the slot `{}` of `{}` (`{resource}`)", access.slot, pass.name)
    }
}

/// The format that an access sees.
fn seen_format(resource: &Resource, access: &Access) -> ash::vk::Format {
    let own = resource.image().map_or(ash::vk::Format::UNDEFINED, |image| image.format);
    match access.view {
        Some(view) if view.format != ash::vk::Format::UNDEFINED => view.format,
        _ => own,
    }
}
