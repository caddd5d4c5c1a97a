//! What a frame takes from the program: its inputs, and the code of passes that have some.

use crate::error::Place;
use crate::plan::{MemoryClass, Pass, Plan, Work};
use crate::tracker::PhaseGuard;
use crate::{Error, Inputs, RawPass, Result};

/// The program's side of one frame.
pub(crate) struct Program<'a, I: ?Sized, F> {
    pub(crate) inputs: &'a I,
    /// Records the passes with code.
    pub(crate) code: F,
    /// The phase that heap blocks of the code are counted in.
    pub(crate) phase: &'a PhaseGuard,
    /// Number of the frame.
    pub(crate) frame: u64,
    /// The pipeline bound last in the command buffer; null where that is not known.
    pub(crate) bound: ash::vk::Pipeline,
}

impl<I: ?Sized, F: FnMut(u32, RawPass<'_>)> Program<'_, I, F> {
    /// Calls the code of a pass, whose heap blocks are ascribed to it.
    pub(super) fn record(&mut self, declared: u32, pass: RawPass<'_>) {
        let _pass = self.phase.pass(declared);
        self.bound = ash::vk::Pipeline::null();
        (self.code)(declared, pass);
    }
}

/// What was checked at the start of the frame is asked again when it is recorded, and a program may answer otherwise then:
/// what it says is held to its bounds once more.
impl<I: Inputs + ?Sized, F> Program<'_, I, F> {
    /// Push constants of a pass, exactly `size` bytes: zeros where the program gives another number of them this time.
    pub(super) fn push(&self, pass: u32, size: u32) -> &[u8] {
        const ZEROS: [u8; 256] = [0; 256];
        let bytes = self.inputs.push(pass);
        if bytes.len() == size as usize {
            return bytes;
        }
        ZEROS.get(..size as usize).unwrap_or(&ZEROS)
    }

    /// Work groups of a dispatch, at most `most`.
    pub(super) fn groups(&self, pass: u32, most: [u32; 3]) -> [u32; 3] {
        let [x, y, z] = self.inputs.groups(pass);
        [x.min(most[0]), y.min(most[1]), z.min(most[2])]
    }

    /// Vertices (or indices) and instances of a draw, at most `most`.
    pub(super) fn draw(&self, pass: u32, most: (u32, u32)) -> (u32, u32) {
        let (count, instances) = self.inputs.draw(pass);
        (count.min(most.0), instances.min(most.1))
    }
}

/// What a graph asks of the program each frame.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Passes with push constants or counts that the program gives.
    passes: Box<[u32]>,
    /// Uploads.
    pub(super) uploads: Box<[u32]>,
}

impl Asked {
    pub(crate) fn new(plan: &Plan) -> Self {
        let asks = |pass: &Pass| {
            pass.push.is_some()
                || matches!(
                    pass.work,
                    Work::DispatchDynamic { .. }
                        | Work::DrawDynamic { .. }
                        | Work::DrawIndexedDynamic { .. }
                )
        };
        let passes = (0u32..).zip(plan.passes.iter()).filter(|(_, pass)| asks(pass));
        let uploads = (0u32..).zip(plan.resources.iter());
        let uploads = uploads.filter(|(_, resource)| resource.memory == MemoryClass::Upload);
        Self {
            passes: passes.map(|(index, _)| index).collect(),
            uploads: uploads.map(|(index, _)| index).collect(),
        }
    }
}

/// Whether the inputs are ones that the graph allows, before anything of the frame is recorded.
pub(super) fn check<I: Inputs + ?Sized>(plan: &Plan, asked: &Asked, inputs: &I) -> Result<()> {
    let passes = asked.passes.iter().filter_map(|index| plan.passes.get(*index as usize));
    passes.into_iter().try_for_each(|pass| {
        check_counts(pass, inputs)
            .and_then(|()| check_push(pass, inputs))
            .map_err(|error| error.in_pass(&pass.name).in_graph(&plan.name))
    })
}

fn check_counts<I: Inputs + ?Sized>(pass: &Pass, inputs: &I) -> Result<()> {
    match pass.work {
        Work::DispatchDynamic { max } => {
            let groups = inputs.groups(pass.declared);
            if groups.iter().zip(&max).any(|(groups, max)| groups > max) {
                return Err(over(&format!("{groups:?} work groups where {max:?} are declared")));
            }
        }
        Work::DrawDynamic { max_vertices, max_instances } => {
            check_draw(pass, inputs, (max_vertices, max_instances), "vertices")?;
        }
        Work::DrawIndexedDynamic { max_indices, max_instances } => {
            check_draw(pass, inputs, (max_indices, max_instances), "indices")?;
        }
        _ => {}
    }
    Ok(())
}

fn check_draw<I: Inputs + ?Sized>(
    pass: &Pass,
    inputs: &I,
    (max, max_instances): (u32, u32),
    what: &str,
) -> Result<()> {
    let (count, instances) = inputs.draw(pass.declared);
    if count > max || instances > max_instances {
        return Err(over(&format!(
            "{count} {what} and {instances} instances where {max} and {max_instances} are declared"
        )));
    }
    Ok(())
}

fn check_push<I: Inputs + ?Sized>(pass: &Pass, inputs: &I) -> Result<()> {
    let Some(push) = pass.push.filter(|_| pass.work != Work::Code) else { return Ok(()) };
    let given = inputs.push(pass.declared).len();
    if given == push.size as usize {
        return Ok(());
    }
    Err(Error::Invalid {
        what: format!("{given} bytes of push constants where the shader reads {}", push.size),
        remedy: "give the bytes of the pass's push-constant struct".to_owned(),
        place: Place::default(),
    })
}

fn over(what: &str) -> Error {
    Error::Invalid {
        what: what.to_owned(),
        remedy: "raise the counts on the pass in the graph".to_owned(),
        place: Place::default(),
    }
}
