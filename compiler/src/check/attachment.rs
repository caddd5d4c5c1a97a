//! V0603, V0604 and V0606: attachments against the fragment shader and against each other.

use ash::vk;

use super::{Rules, seen_format};
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{Access, Pass, Range, Role, Stage};
use crate::reflect::ScalarKind;

pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    let attached =
        |access: &&Access| matches!(access.role, Role::Color(_) | Role::Depth | Role::Resolve(_));
    let attachments: Vec<&Access> = pass.accesses.iter().filter(attached).collect();
    for access in &attachments {
        aspect(rules, pass, access);
        output(rules, pass, access);
        resolve(rules, pass, access);
    }
    for pair in attachments.windows(2) {
        if let [a, b] = pair {
            extents(rules, pass, a, b);
            samples(rules, pass, a, b);
        }
    }
}

fn is_depth(format: vk::Format) -> bool {
    format::info(format).is_some_and(|info| info.is_depth_stencil())
}

/// V0606: depth slots hold depth formats, colour slots colour formats.
fn aspect(rules: &Rules<'_>, pass: &Pass, access: &Access) {
    let format = seen_format(rules.resource(access), access);
    let (wrong, wanted, example) = match access.role {
        Role::Depth => (!is_depth(format), "a depth attachment", "D32_SFLOAT"),
        Role::Color(_) => (is_depth(format), "a colour attachment", "R16G16B16A16_SFLOAT"),
        _ => return,
    };
    if wrong {
        rules.error(
            Code::DepthFormat,
            access.site,
            format!(
                "{} is {wanted}, and its format is {}",
                rules.slot(pass, access),
                format::name(format)
            ),
            format!("wire an image of a format such as {example}"),
        );
    }
}

/// V0603: the output's components are of the attachment's kind.
fn output(rules: &Rules<'_>, pass: &Pass, access: &Access) {
    let Role::Color(location) = access.role else { return };
    let is_fragment = |stage: &&Stage| stage.stage == vk::ShaderStageFlags::FRAGMENT;
    let Some(fragment) = pass.stages.iter().find(is_fragment) else { return };
    let covers = |output: &&crate::reflect::InterfaceVariable| {
        let end = output.location.saturating_add(output.locations.max(1));
        (output.location..end).contains(&location)
    };
    let Some(output) = fragment.outputs.iter().find(covers) else { return };
    let format = seen_format(rules.resource(access), access);
    let kind = format::info(format).map_or(ScalarKind::Float, |info| info.numeric.scalar());
    if kind == output.scalar.kind || is_depth(format) {
        return;
    }
    let file = rules.graph.shaders.get(fragment.shader as usize);
    let file = file.map_or("the fragment shader", |shader| shader.name.as_ref());
    rules.error(
        Code::AttachmentFormat,
        access.site,
        format!(
            "{} is {}, and {file} writes `{}` at location {location} as {}",
            rules.slot(pass, access),
            format::name(format),
            output.name,
            crate::lower::scalar_words(output.scalar)
        ),
        match kind {
            ScalarKind::Uint => "declare the output `uvec4` (or `uint`), or choose a float format",
            ScalarKind::Sint => "declare the output `ivec4` (or `int`), or choose a float format",
            _ => "declare the output `vec4` (or `float`), or choose an integer format",
        },
    );
}

/// Extent of the mip that an access names, at the declared maximum.
fn extent(rules: &Rules<'_>, access: &Access) -> [u64; 2] {
    let mip = match access.range {
        Range::Image { mips, .. } => mips.0,
        Range::Bytes(..) => 0,
    };
    let [x, y, _] = rules.resource(access).max_extent;
    [x, y].map(|side| side.checked_shr(mip).unwrap_or(0).max(1))
}

/// V0604: one size.
fn extents(rules: &Rules<'_>, pass: &Pass, a: &Access, b: &Access) {
    let (x, y) = (extent(rules, a), extent(rules, b));
    if x == y {
        return;
    }
    rules.error(
        Code::AttachmentExtent,
        b.site,
        format!(
            "the attachments of `{}` differ in size: `{}` (`{}`) has {} x {}, `{}` (`{}`) has {} x {}",
            pass.name,
            a.slot,
            rules.resource(a).name,
            x[0],
            x[1],
            b.slot,
            rules.resource(b).name,
            y[0],
            y[1]
        ),
        "give both resources one size expression",
    );
}

/// V0604: one number of samples, resolve targets aside.
fn samples(rules: &Rules<'_>, pass: &Pass, a: &Access, b: &Access) {
    let of = |access: &Access| rules.resource(access).image().map(|image| image.samples);
    let resolves = |access: &Access| matches!(access.role, Role::Resolve(_));
    if resolves(a) || resolves(b) || of(a) == of(b) {
        return;
    }
    rules.error(
        Code::AttachmentExtent,
        b.site,
        format!(
            "the attachments of `{}` differ in samples: `{}` (`{}`) has {}, `{}` (`{}`) has {}",
            pass.name,
            a.slot,
            rules.resource(a).name,
            of(a).unwrap_or_default().as_raw(),
            b.slot,
            rules.resource(b).name,
            of(b).unwrap_or_default().as_raw()
        ),
        "give all attachments of a pass one `samples`",
    );
}

/// V0604: a resolve goes from several samples to one.
fn resolve(rules: &Rules<'_>, pass: &Pass, access: &Access) {
    let Role::Resolve(location) = access.role else { return };
    let single = |access: &Access| {
        let image = rules.resource(access).image();
        image.is_none_or(|image| image.samples == vk::SampleCountFlags::TYPE_1)
    };
    let source = pass.accesses.iter().find(|other| other.role == Role::Color(location));
    let problem = match source {
        None => format!("resolves location {location}, where no colour attachment is"),
        Some(source) if single(source) => {
            format!("resolves `{}`, which has one sample", rules.resource(source).name)
        }
        Some(_) if !single(access) => "is a resolve target and is itself multisampled".to_owned(),
        Some(_) => return,
    };
    // Graph JSON does not say which attachment a resolve belongs to.
    if rules.graph.lenient {
        return;
    }
    rules.error(
        Code::AttachmentExtent,
        access.site,
        format!("{} {problem}", rules.slot(pass, access)),
        "name a multisampled colour slot in `#[resolve(of = \"...\")]`, and wire an image of one sample",
    );
}
