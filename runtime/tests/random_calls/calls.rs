//! The calls, drawn from a seed, with arguments that are right and such as are not.

use std::fmt;
use std::sync::Arc;
use std::thread;

use ash::vk;
use vixen::device::Device;
use vixen::{Error, Imported, Object, Options, ParamId, ResourceId, Result};

use crate::harness::samples::{BYTES, Given};
use crate::random::Random;
use crate::subject::{Buffers, Counted, KINDS, Kind, Sample, Subject};

/// A device with some graphs on it, and what was called.
pub(crate) struct World {
    // Graphs are dropped before the buffers that they import.
    subjects: Vec<Subject>,
    samples: Vec<Arc<Sample>>,
    buffers: Buffers,
    device: Arc<Device>,
    random: Random,
    log: Vec<String>,
    pub(crate) refused: u64,
}

/// What a call may come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum May {
    Succeed,
    /// It is refused, and has changed nothing.
    Refuse,
    /// Either, as the graph has it.
    Both,
}

impl World {
    pub(crate) fn new(device: &Arc<Device>, seed: u64) -> Self {
        Self {
            subjects: Vec::new(),
            samples: KINDS.map(|kind| Arc::new(Sample::new(kind))).into(),
            buffers: Buffers::new(device),
            device: device.clone(),
            random: Random::new(seed),
            log: Vec::new(),
            refused: 0,
        }
    }

    /// What was called, one a line.
    pub(crate) fn log(&self) -> String {
        self.log.join("\n")
    }

    /// One call, and now and then frames of all graphs, which must be right.
    pub(crate) fn step(&mut self) {
        match self.random.below(16) {
            0 | 1 => self.set_up(),
            2 => self.drop_one(),
            3 => self.threads(),
            4 => {
                self.note("Device::wait_idle", May::Succeed, |world| world.device.wait_idle());
            }
            _ => self.call(),
        }
        if self.random.below(4) == 0 {
            for index in 0..self.subjects.len() {
                self.check(index);
            }
        }
    }

    /// Makes a call, and holds its answer against what it may come to.
    fn note<T>(
        &mut self,
        what: impl fmt::Display,
        may: May,
        call: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Option<T> {
        self.log.push(what.to_string());
        let answer = call(self);
        let said = match &answer {
            Ok(_) => "ok".to_owned(),
            Err(error) => error.to_string(),
        };
        self.log.push(format!("    {said}"));
        match (&answer, may) {
            (Ok(_), May::Refuse) => panic!("{what} was not refused"),
            (Err(error), May::Succeed) => panic!("{what} failed: {error}"),
            (Err(error), _) => {
                assert!(matches!(error, Error::Invalid { .. }), "{what}: {error}");
                self.refused += 1;
            }
            (Ok(_), _) => {}
        }
        answer.ok()
    }

    fn check(&mut self, index: usize) {
        self.note(format!("#{index}: a frame and its outcome"), May::Succeed, |world| {
            world.subjects[index].check()
        });
    }

    /// Sets a graph up, with options that serve or do not.
    fn set_up(&mut self) {
        if self.subjects.len() == 4 {
            return self.drop_one();
        }
        let sample = self.samples[self.random.below(KINDS.len() as u32) as usize].clone();
        let (options, may) = self.options(&sample);
        let what = format!("new {:?} {:?} {:?}", sample.kind, options.extent, options.params);
        let made = self.note(what, may, |world| Subject::new(&world.device, &sample, &options));
        self.subjects.extend(made);
    }

    fn options(&mut self, sample: &Sample) -> (Options, May) {
        let mut options = Options { extent: [16, 8], ..Options::default() };
        let id = ResourceId::new(0);
        if sample.kind == Kind::Imported {
            options.imports.push((id, self.buffers.import(0, BYTES)));
        }
        match self.random.below(8) {
            0 => options.extent = self.random.of(&BAD_EXTENTS),
            1 => options.params.push((ParamId::new(7), [1; 3])),
            2 => options.imports.push((ResourceId::new(99), self.buffers.import(0, BYTES))),
            // A second object for the import, or one for what is none.
            3 => options.imports.push((id, self.buffers.import(1, BYTES))),
            4 if sample.kind == Kind::Imported => options.imports.clear(),
            _ => return (options, May::Succeed),
        }
        (options, May::Refuse)
    }

    fn drop_one(&mut self) {
        if !self.subjects.is_empty() {
            let index = self.random.below(self.subjects.len() as u32) as usize;
            self.log.push(format!("#{index}: drop"));
            self.subjects.remove(index);
        }
    }

    /// Frames of every graph at once, each on a thread of its own.
    fn threads(&mut self) {
        self.log.push("frames of all graphs on threads of their own".to_owned());
        thread::scope(|scope| {
            for subject in &mut self.subjects {
                scope.spawn(|| {
                    for _ in 0..3 {
                        subject.frame().unwrap();
                    }
                    subject.check().unwrap();
                });
            }
        });
    }

    /// One call of one graph.
    fn call(&mut self) {
        if self.subjects.is_empty() {
            return self.set_up();
        }
        let index = self.random.below(self.subjects.len() as u32) as usize;
        match self.random.below(10) {
            0 => self.resize(index),
            1 => self.set_param(index),
            2 => self.set_import(index),
            3 => self.read(index),
            4 => self.bad_frame(index),
            5 => self.bad_upload(index),
            6 => self.look(index),
            7 => {
                // Dropped without a submission.
                self.note(format!("#{index}: begin"), May::Succeed, |world| {
                    world.subjects[index].executor.begin().map(drop)
                });
            }
            8 => {
                self.note(format!("#{index}: wait_idle"), May::Succeed, |world| {
                    world.subjects[index].executor.wait_idle()
                });
            }
            _ => {
                self.note(format!("#{index}: frame"), May::Succeed, |world| {
                    world.subjects[index].frame()
                });
            }
        }
    }

    fn resize(&mut self, index: usize) {
        let (extent, may) = if self.random.below(2) == 0 {
            (self.random.of(&BAD_EXTENTS), May::Refuse)
        } else {
            ([2 + self.random.below(60), 2 + self.random.below(60)], May::Succeed)
        };
        // An import that is none, with an extent that would do.
        let stray = self.random.below(4) == 0;
        let imports: Vec<(ResourceId, Imported)> =
            if stray { vec![(ResourceId::new(99), Self::null())] } else { Vec::new() };
        let may = if stray { May::Refuse } else { may };
        let before = self.subjects[index].executor.extent();
        let what = format!("#{index}: resize {extent:?}, {} imports", imports.len());
        let done = self
            .note(what, may, |world| world.subjects[index].executor.resize_with(extent, &imports));
        let expected = if done.is_some() { extent } else { before };
        assert_eq!(self.subjects[index].executor.extent(), expected);
        self.check(index);
    }

    fn set_param(&mut self, index: usize) {
        let is_sized = self.subjects[index].sample.kind == Kind::History;
        let id = self.random.of(&[0, 0, 0, 1, u32::MAX]);
        let value = self.random.of(&[BYTES, 2 * BYTES, 4 * BYTES, 4 * BYTES + 1, 0, u64::MAX]);
        let fits = is_sized && id == 0 && (1..=4 * BYTES).contains(&value);
        let may = if fits { May::Succeed } else { May::Refuse };
        let old = self.subjects[index].executor.objects(ResourceId::new(0)).next();
        let what = format!("#{index}: set_param {id} {value}");
        self.note(what, may, |world| {
            world.subjects[index].executor.set_param(ParamId::new(id), [value; 3])
        });
        let subject = &mut self.subjects[index];
        if subject.executor.objects(ResourceId::new(0)).next() != old {
            subject.begins_anew();
        }
        self.check(index);
    }

    fn set_import(&mut self, index: usize) {
        let has_import = self.subjects[index].sample.kind == Kind::Imported;
        let id = self.random.of(&[0, 0, 0, 1, 99]);
        let which = self.random.below(2) as usize;
        let (object, fits) = match self.random.below(4) {
            0 => (Self::null(), false),
            1 => (self.buffers.import(which, BYTES - 1), false),
            2 => (null_image(), false),
            _ => (self.buffers.import(which, BYTES), true),
        };
        let may = if has_import && id == 0 && fits { May::Succeed } else { May::Refuse };
        let what = format!("#{index}: set_import {id} {object:?}");
        self.note(what, may, |world| {
            world.subjects[index].executor.set_import(ResourceId::new(id), object)
        });
        self.check(index);
    }

    fn read(&mut self, index: usize) {
        let subject = &self.subjects[index];
        let (kind, out) = (subject.sample.kind, subject.sample.out);
        let has_frames = subject.executor.frame_number() > 0;
        let id = if self.random.below(2) == 0 { out } else { self.random.of(&[7, 99, u32::MAX]) };
        let reads = has_frames && id == out && kind != Kind::Drawn;
        let may = if reads { May::Succeed } else { May::Refuse };
        self.note(format!("#{index}: readback {id}"), may, |world| {
            world.subjects[index].executor.readback(ResourceId::new(id)).map(|_| ())
        });
        // A screen that was made anew has no picture before the next frame.
        let may = if kind == Kind::Drawn { May::Both } else { May::Refuse };
        self.note(format!("#{index}: capture"), may, |world| {
            world.subjects[index].executor.capture()
        });
    }

    /// A frame whose inputs are not those of the graph.
    fn bad_frame(&mut self, index: usize) {
        let kind = self.subjects[index].sample.kind;
        let groups = self.random.of(&[5, 1000, u32::MAX]);
        let may = if kind == Kind::Counted { May::Refuse } else { May::Both };
        if matches!(kind, Kind::History | Kind::Scaled | Kind::Drawn | Kind::Coded) {
            return;
        }
        if kind == Kind::Counted {
            self.note(format!("#{index}: submit {groups} groups"), may, |world| {
                let frame = world.subjects[index].executor.begin()?;
                frame.submit(&Counted(Given::seed(1), groups), |_, _| {})
            });
        } else {
            // Push constants that are not there.
            self.note(format!("#{index}: submit nothing"), May::Refuse, |world| {
                world.subjects[index].executor.begin()?.submit(&(), |_, _| {})
            });
        }
        self.check(index);
    }

    fn bad_upload(&mut self, index: usize) {
        let sample = self.subjects[index].sample.clone();
        let id = self.random.of(&[sample.out, sample.special, 99, u32::MAX]);
        let is_upload = sample.kind == Kind::Scaled && id == sample.special;
        let may = if is_upload { May::Succeed } else { May::Refuse };
        self.note(format!("#{index}: upload {id}"), may, |world| {
            let mut frame = world.subjects[index].executor.begin()?;
            frame.upload(ResourceId::new(id))?.fill(0xff);
            Ok(())
        });
        self.check(index);
    }

    /// What asks and changes nothing.
    fn look(&mut self, index: usize) {
        let id = self.random.of(&[0, 1, 99, u32::MAX]);
        self.log.push(format!("#{index}: questions"));
        let executor = &self.subjects[index].executor;
        let count = executor.objects(ResourceId::new(id)).count();
        assert!(count <= 4 && executor.report().frames == executor.frame_number());
        let _ = (executor.is_steady(), executor.is_suboptimal(), executor.screen_format());
    }

    fn null() -> Imported {
        // SAFETY: null is refused.
        unsafe { Imported::new(Object::Buffer { buffer: vk::Buffer::null(), size: BYTES }) }
    }
}

fn null_image() -> Imported {
    let extent = vk::Extent3D { width: 1, height: 1, depth: 1 };
    let format = vk::Format::R8G8B8A8_UNORM;
    // SAFETY: null is refused.
    unsafe { Imported::new(Object::Image { image: vk::Image::null(), format, extent }) }
}

/// Extents that no graph of the harness may have.
const BAD_EXTENTS: [[u32; 2]; 5] = [[0, 0], [0, 16], [4000, 4000], [1281, 1], [u32::MAX, u32::MAX]];
