//! V0603, V0604, V0606, V0607 and V0610: attachments against the fragment shader and against each other.

use ash::vk;

use super::{Rules, seen_format};
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{Access, Pass, Range, Role, Stage};
use crate::reflect::ScalarKind;

pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    let attached = |access: &&Access| {
        matches!(access.role, Role::Color(_) | Role::Depth | Role::Resolve { .. })
    };
    let attachments: Vec<&Access> = pass.accesses.iter().filter(attached).collect();
    for access in &attachments {
        volume(rules, pass, access);
        aspect(rules, pass, access);
        output(rules, pass, access);
        resolve(rules, pass, access);
    }
    depths(rules, pass, &attachments);
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

/// V0614: what is rendered to has two dimensions. A view of all of a volume is none that can be attached (specification,
/// `VkFramebufferCreateInfo`, VUID 04113, which dynamic rendering repeats), and slices have no views here.
fn volume(rules: &Rules<'_>, pass: &Pass, access: &Access) {
    let resource = rules.resource(access);
    if resource.image().is_none_or(|image| image.ty != vk::ImageType::TYPE_3D) {
        return;
    }
    rules.error(
        Code::VolumeAttachment,
        access.site,
        format!("{} is an attachment, and a volume", rules.slot(pass, access)),
        format!(
            "write it in a compute pass (`image3D`), or declare `{}` as an array, with its depth as `layers`, and render to \
             `.layer(k)`",
            resource.name
        ),
    );
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

/// V0610: depth and stencil are one image (specification, VUID-VkRenderingInfo-pDepthAttachment-06085).
fn depths(rules: &Rules<'_>, pass: &Pass, attachments: &[&Access]) {
    let mut depths = attachments.iter().filter(|access| access.role == Role::Depth);
    let Some(first) = depths.next() else { return };
    let place = |access: &Access| (access.resource, access.ring, access.range);
    for second in depths.filter(|second| place(second) != place(first)) {
        rules.error(
            Code::SecondDepth,
            second.site,
            format!(
                "`{}` has two depth attachments, the slots `{}` (`{}`) and `{}` (`{}`)",
                pass.name,
                first.slot,
                rules.resource(first).name,
                second.slot,
                rules.resource(second).name
            ),
            "leave one; a pass that needs a second depth samples it, or writes it as a colour",
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
    let resolves = |access: &Access| matches!(access.role, Role::Resolve { .. });
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

/// V0604 and V0607: a resolve goes from several samples to one, in one format and a mode that it has.
fn resolve(rules: &Rules<'_>, pass: &Pass, access: &Access) {
    let Role::Resolve { color, mode } = access.role else { return };
    // Graph JSON does not say which attachment a resolve belongs to.
    if rules.graph.lenient {
        return;
    }
    let wanted = color.map_or(Role::Depth, Role::Color);
    let Some(source) = pass.accesses.iter().find(|other| other.role == wanted) else {
        let problem = "resolves a slot that is no attachment".to_owned();
        resolve_samples(rules, pass, access, &problem);
        return;
    };
    let single = |access: &Access| {
        let image = rules.resource(access).image();
        image.is_none_or(|image| image.samples == vk::SampleCountFlags::TYPE_1)
    };
    if single(source) {
        let problem = format!("resolves `{}`, which has one sample", rules.resource(source).name);
        resolve_samples(rules, pass, access, &problem);
    } else if !single(access) {
        resolve_samples(rules, pass, access, "is a resolve target and is itself multisampled");
    }
    let (read, written) =
        (seen_format(rules.resource(source), source), seen_format(rules.resource(access), access));
    if read == written {
        resolve_mode(rules, pass, access, (written, mode));
    } else {
        rules.error(
            Code::ResolveMismatch,
            access.site,
            format!(
                "{} has {}, and resolves `{}` (`{}`) of {}",
                rules.slot(pass, access),
                format::name(written),
                source.slot,
                rules.resource(source).name,
                format::name(read)
            ),
            "give both images one format: a resolve converts nothing. To convert, resolve into an image of \
             the first format, and blit or tone map that one",
        );
    }
}

fn resolve_samples(rules: &Rules<'_>, pass: &Pass, access: &Access, problem: &str) {
    rules.error(
        Code::AttachmentExtent,
        access.site,
        format!("{} {problem}", rules.slot(pass, access)),
        "name a multisampled colour or depth slot in `#[resolve(of = \"...\")]` (its image has `samples = 4`), \
         and wire an image of one sample to the target",
    );
}

/// Every device has one mode for each format: the others are optional, or forbidden.
fn resolve_mode(
    rules: &Rules<'_>,
    pass: &Pass,
    access: &Access,
    (format, mode): (vk::Format, vk::ResolveModeFlags),
) {
    let only = format::resolve_mode(format);
    if mode == only {
        return;
    }
    let word = |mode: vk::ResolveModeFlags| format!("{mode:?}").to_lowercase();
    rules.error(
        Code::ResolveMismatch,
        access.site,
        format!(
            "{} is resolved by `mode = \"{}\"`, and what every device has for {} is `{}`",
            rules.slot(pass, access),
            word(mode),
            format::name(format),
            word(only)
        ),
        format!(
            "write `mode = \"{}\"` or leave the mode out, or resolve in a compute pass that reads the \
             samples of a `sampler2DMS`",
            word(only)
        ),
    );
}
