//! Switches and conditions on them.

use super::context::Context;
use crate::diagnostic::{Code, did_you_mean};
use crate::ir;
use crate::syntax::ast::Condition;

/// Takes over the declared switches.
pub(super) fn lower(context: &mut Context<'_>) {
    let switches = &context.graph().switches;
    context.switches = switches.iter().map(|s| (s.name.clone(), s.values.clone())).collect();
}

/// A condition, by indices. `None` where there is none, or where an error was reported.
pub(super) fn condition(
    context: &Context<'_>,
    condition: Option<&Condition>,
) -> Option<ir::Condition> {
    let condition = condition?;
    let name = &condition.switch;
    let found = context.switches.iter().position(|(switch, _)| switch == name);
    let Some(switch) = found else {
        context.error(
            Code::UnknownName,
            name.site,
            format!("`{name}` is not a switch of `{}`", context.graph().name),
            did_you_mean(
                &name.text,
                context.switches.iter().map(|(switch, _)| switch.text.as_str()),
                &format!("declare it: `#[switch] {name}: bool`"),
            ),
        );
        return None;
    };
    let values = &context.switches[switch].1;
    let Some(value) = values.iter().position(|value| *value == condition.value) else {
        context.error(
            Code::UnknownName,
            name.site,
            format!("the switch `{name}` has no value `{}`", condition.value),
            format!("its values are {}", values.join(", ")),
        );
        return None;
    };
    Some(ir::Condition { switch: switch as u32, value: value as u32, negated: condition.negated })
}
