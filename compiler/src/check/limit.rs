//! V0702: limits that the graph may rely on. What a graph comes up against is worked out in one place, for the check
//! and for what set-up asks of the device.

mod descriptors;
mod images;
mod samples;
mod vertices;
mod work;

use std::collections::BTreeMap;

use super::Rules;
use crate::diagnostic::{Code, Site};
use crate::ir::{Graph, Pass, Resource};
use crate::profile::limit::{self, Sense};
use crate::profile::{self, Profile};

pub(super) use work::Maximum;

/// A use of something that Vulkan limits.
struct Use {
    /// Name of the limit.
    limit: &'static str,
    /// The value that serves; of flags, those that are needed.
    value: u64,
    /// Where it stands.
    site: Site,
    /// What asks, as a sentence goes on: `` `blur` has 9 colour attachments ``.
    what: String,
    /// What to do instead of asking for more.
    help: &'static str,
}

pub(super) fn check_resources(rules: &Rules<'_>) {
    for resource in &rules.graph.resources {
        judge(rules, &of_resource(resource));
    }
}

pub(super) fn check_pass(rules: &Rules<'_>, pass: &Pass) {
    let mut uses = of_pass(rules.graph, pass);
    // V0305 says which block of which shader is too large.
    uses.retain(|one| one.limit != "maxPushConstantsSize" || pass.stages.is_empty());
    judge(rules, &uses);
}

/// The limits that passes and resources come up against beyond what every Vulkan 1.3 device has, and those that the
/// graph names, with the value that serves; ascending by name.
pub(crate) fn needed<'g>(
    graph: &Graph,
    passes: impl IntoIterator<Item = &'g Pass>,
    resources: impl IntoIterator<Item = &'g Resource>,
) -> Vec<(String, u64)> {
    let of_passes = passes.into_iter().flat_map(|pass| of_pass(graph, pass));
    let uses = of_passes.chain(resources.into_iter().flat_map(of_resource));
    let mut needed: BTreeMap<String, u64> = BTreeMap::new();
    let named = graph.profile.named_limits().map(|(name, value)| (name.to_owned(), value));
    let asked = uses.map(|one| (one.limit.to_owned(), one.value));
    for (name, value) in named.chain(asked) {
        let Some(row) = limit::row(&name) else { continue };
        let all = needed.entry(name).or_insert(value);
        *all = match row.sense {
            Sense::Least => value.max(*all),
            Sense::Most => value.min(*all),
            Sense::Flags => value | *all,
        };
    }
    needed.retain(|name, value| !profile::is_everywhere(name, *value));
    needed.into_iter().collect()
}

fn of_resource(resource: &Resource) -> Vec<Use> {
    images::uses(resource)
}

fn of_pass(graph: &Graph, pass: &Pass) -> Vec<Use> {
    let mut uses = work::uses(graph, pass);
    uses.extend(descriptors::uses(graph, pass));
    uses.extend(vertices::uses(graph, pass));
    uses.extend(samples::uses(graph, pass));
    uses
}

/// V0702 for what goes beyond the profile. Sample counts are never refused here: a milestone says what each kind of
/// image has at least, and set-up asks for the rest.
fn judge(rules: &Rules<'_>, uses: &[Use]) {
    let profile = &rules.graph.profile;
    for one in uses {
        let Some(row) = limit::row(one.limit) else { continue };
        if row.sense == Sense::Flags || row.holds(profile.limit(one.limit), one.value) {
            continue;
        }
        let name = one.limit.split('[').next().unwrap_or(one.limit);
        rules.error(
            Code::OverLimit,
            one.site,
            format!("{}, and {} ({name})", one.what, profile.promise(one.limit)),
            format!(
                "{}; or ask for more, `#[graph(limits({}))]`: set-up then refuses devices that have less",
                one.help,
                written(profile, one)
            ),
        );
    }
}

/// The entry of `limits(…)` that allows a use: an array is written whole.
fn written(profile: &Profile, one: &Use) -> String {
    let Some((name, _)) = one.limit.split_once('[') else {
        return format!("{} = {}", one.limit, one.value);
    };
    let rows = (0..3).map(|index| format!("{name}[{index}]"));
    let rows = rows.filter(|row| limit::row(row).is_some());
    let value = |row: String| if row == one.limit { one.value } else { profile.limit(&row) };
    let values: Vec<String> = rows.map(|row| value(row).to_string()).collect();
    format!("{name} = [{}]", values.join(", "))
}
