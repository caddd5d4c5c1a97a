//! What can be wrong with a SPIR-V module, where, and what to do about it.

/// A module that cannot be reflected. Its text says what is wrong, at which word, and the remedy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("SPIR-V word {word}: {fault}; {}", fault.remedy())]
pub struct ReflectError {
    /// Offset of the instruction or header field at fault, in 32-bit words from the start.
    pub word: u32,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong with a module.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// More bytes than [`super::MAX_BYTES`].
    #[error("the module has {0} bytes, more than the limit of {limit}", limit = super::MAX_BYTES)]
    TooLarge(usize),
    /// Fewer bytes than the header has, or not a whole number of words.
    #[error("{0} bytes are no SPIR-V module: it has at least 20, in words of 4")]
    Length(usize),
    /// The first word is not the magic number in either byte order.
    #[error("the magic number is {0:#010x}, not 0x07230203")]
    Magic(u32),
    /// A version that is not 1.0 to 1.6.
    #[error("the version word {0:#010x} is none of SPIR-V 1.0 to 1.6")]
    Version(u32),
    /// The reserved header word is not zero.
    #[error("the reserved word of the header is {0}, not 0")]
    Schema(u32),
    /// An instruction whose word count is zero or runs past the end of the module.
    #[error("opcode {opcode} claims {claimed} words, and {left} are left")]
    WordCount {
        /// The opcode.
        opcode: u32,
        /// Its word count.
        claimed: u32,
        /// Words from here to the end of the module.
        left: u32,
    },
    /// An operand is missing.
    #[error("opcode {opcode} lacks operand {index}")]
    Operand {
        /// The opcode.
        opcode: u32,
        /// Index of the operand, from 0, result type and result included.
        index: u32,
    },
    /// A literal string without a terminator, or one that must be UTF-8 and is not.
    #[error("opcode {0} carries a string that has no end or is not UTF-8")]
    Text(u32),
    /// An id of 0, or one at or above the header's bound.
    #[error("id {id} is outside of 1 to the header's bound {bound}")]
    IdRange {
        /// The id.
        id: u32,
        /// The header's bound.
        bound: u32,
    },
    /// An id is declared twice.
    #[error("id {0} is declared a second time")]
    Redeclared(u32),
    /// An id is not declared as what it is used for.
    #[error("id {id} is not {wanted}")]
    Undeclared {
        /// The id.
        id: u32,
        /// What it is used as.
        wanted: &'static str,
    },
    /// A type is used before its declaration, by which types could contain themselves.
    #[error("type {0} is declared after a type that contains it")]
    TypeOrder(u32),
    /// Function instructions that do not nest.
    #[error("opcode {0} is out of place: functions do not nest, and code stands in functions")]
    FunctionOrder(u32),
    /// Two decorations of one kind that contradict each other.
    #[error("id {id} has decoration {decoration} twice, with different values")]
    Contradiction {
        /// The decorated id.
        id: u32,
        /// The decoration's enumerant.
        decoration: u32,
    },
    /// A decoration without which the interface is not known.
    #[error("{subject} has no {decoration} decoration")]
    Undecorated {
        /// The variable or member.
        subject: String,
        /// The decoration that it lacks.
        decoration: &'static str,
    },
    /// A universal limit of SPIR-V, or of this module, is exceeded.
    #[error("{what}: {found}, more than the limit of {limit}")]
    Limit {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: u64,
        /// How many there may be.
        limit: u64,
    },
    /// A size or a count does not fit the 32 bits that Vulkan has for it.
    #[error("{0} does not fit 32 bits")]
    Overflow(&'static str),
    /// No `OpEntryPoint`: a library, or a file that was cut off.
    #[error("the module has no entry point")]
    NoEntryPoint,
    /// Two push-constant blocks in one entry point.
    #[error("entry point `{0}` uses two push-constant blocks; Vulkan allows one")]
    PushConstants(String),
    /// A valid construct that Vixen does not read.
    #[error("{0} is not supported")]
    Unsupported(&'static str),
}

impl Fault {
    /// What to do about it, as the end of a sentence.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::TooLarge(_) | Self::Limit { .. } => {
                "split the module: compile fewer entry points or smaller types into it"
            }
            Self::Length(_) | Self::Magic(_) => {
                "pass the binary form (.spv), not source, assembly text or an archive"
            }
            Self::Version(_) => "compile for a Vulkan 1.0 to 1.3 target environment",
            Self::Undecorated { .. } => {
                "write its layout(...) in the source and compile for Vulkan, not for OpenGL"
            }
            Self::Undeclared { .. } => {
                "compile without extensions that Vixen does not know; if there is none, run spirv-val"
            }
            Self::NoEntryPoint => {
                "compile a whole stage, and see that the file was written to its end"
            }
            Self::PushConstants(_) => "merge the two blocks into one",
            Self::Overflow(_) => "declare smaller arrays and offsets",
            Self::Unsupported(_) => {
                "compile the shader without that feature or extension, for Vulkan"
            }
            _ => "the file is damaged or its compiler is at fault: compile it again, run spirv-val",
        }
    }

    /// The error that says this fault is at a word of the module.
    pub(super) fn at(self, word: u32) -> ReflectError {
        ReflectError { word, fault: self }
    }
}
