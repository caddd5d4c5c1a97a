//! The table of codes.
//!
//! A code never changes its meaning and is never used again. V01 is the graph's grammar, V02 shaders
//! against passes, V03 blocks, V04 wires and resources, V05 hazards and order, V06 raster, V07 memory,
//! limits and profiles, V08 input files, V09 what this version does not execute.

use std::fmt;

macro_rules! codes {
    ($($name:ident = $number:literal, $title:literal;)*) => {
        /// A rule of the compiler.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// All codes, ascending.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The number: 101 for V0101.
            #[must_use]
            pub const fn number(self) -> u16 {
                match self { $(Code::$name => $number,)* }
            }

            /// The rule in a few words, as the error index heads its page.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }
        }
    };
}

codes! {
    // V01: grammar
    UnknownAttribute = 101, "an attribute or key that the grammar does not know";
    MalformedValue = 102, "a value that cannot be read";
    MissingKey = 103, "a required key is missing";
    DuplicateName = 104, "two things of one name, or one key given twice";
    NotAStruct = 105, "a derive on something other than a struct with named fields";
    FieldWithoutRole = 106, "a field that says neither what it is nor how it is used";
    ConflictingRoles = 107, "a field with two roles";
    MalformedExpression = 108, "a size or wire expression that cannot be read";
    ShaderNotFound = 109, "a shader that build.rs did not compile";
    ReservedName = 110, "a slot named like a key of the grammar";
    // V02: shaders against passes
    BindingWithoutSlot = 201, "a shader binding for which the pass has no slot";
    SlotWithoutBinding = 202, "a slot for which the shader has no binding";
    KindMismatch = 203, "slot and binding are of different kinds";
    AccessMismatch = 204, "the shader writes what the slot only reads, or reads what the slot only writes";
    FormatMismatch = 205, "the shader's format differs from the image's";
    DimensionMismatch = 206, "the shader's image dimension differs from the view's";
    CountMismatch = 207, "the array sizes of slot and binding differ";
    SampleMismatch = 208, "single-sampled on one side, multisampled on the other";
    SpecConstantUnknown = 209, "a specialization constant that no shader has";
    SpecConstantType = 210, "a specialization constant of another type";
    EntryPointMissing = 211, "an entry point or stage that the module lacks";
    InvalidSpirv = 212, "a module that cannot be read";
    SampledTypeMismatch = 213, "the shader's component type does not fit the format";
    StageInterface = 214, "a stage reads a location that the stage before it does not write";
    BindingShared = 215, "variables of one binding for which there is no one descriptor";
    SpecConstantSize = 216, "specialization constants under which a size of the shader is none";
    // V03: blocks
    PushMissing = 301, "the shader has a push-constant block and the pass has none, or the reverse";
    PushLayout = 302, "a push-constant struct differs from the shader's block";
    BlockLayout = 303, "a uniform or storage struct differs from the shader's block";
    BlockType = 304, "a field type with no counterpart in a shader block";
    BlockTooLarge = 305, "a block larger than the profile allows";
    StagesDisagree = 306, "two stages that declare a block differently";
    // V04: wires and resources
    UnknownName = 401, "a wire or expression names nothing in the graph";
    SlotNotWired = 402, "a slot of the pass is not wired";
    WireWithoutSlot = 403, "a wire to a slot that the pass does not have";
    ResourceKind = 404, "an image where a buffer is needed, or the reverse";
    HistoryTooDeep = 405, "a read deeper than the history ring";
    RangeOutOfBounds = 406, "a mip, layer or byte range outside the resource";
    WriteToHistory = 407, "a write to a previous frame's copy that nobody could see";
    SizeCycle = 408, "sizes that depend on each other";
    FormatUnknown = 409, "a format that does not exist";
    ViewIncompatible = 410, "a view that the resource cannot have";
    ArrayIndex = 411, "an array index out of range, or an array used without one";
    GroupsMissing = 412, "a compute pass without a number of groups, or a draw without vertices";
    TransferShapes = 413, "the two sides of a copy do not fit";
    LifetimeMisuse = 414, "an access that the lifetime does not allow";
    ClearValueMismatch = 415, "a clear value of another kind than the format's";
    BlitMismatch = 416, "the two sides of a blit do not fit";
    CountUnused = 417, "a count that the work of the pass does not take";
    TexelRange = 418, "a range of a buffer that is no run of whole texels";
    BufferOffset = 419, "a range of a uniform or storage buffer that starts where a device may refuse it";
    CubeSides = 420, "a cube whose faces are not square";
    MinExtent = 422, "a screen that `min_extent` allows breaks a size";
    // V05: hazards and order
    ReadBeforeWrite = 501, "a read of what nothing wrote";
    DoubleWrite = 502, "two writable slots of one pass on one range";
    ReadWriteSamePass = 503, "one pass reads and writes one range through different slots";
    UndefinedReadWrite = 504, "a read-write access as first use";
    Cycle = 505, "passes that wait for each other";
    Culled = 506, "a pass whose writes nobody reads";
    UnusedResource = 507, "a resource that no pass uses";
    QueueCannot = 508, "a queue that cannot do the work";
    NothingKept = 509, "a graph without an output";
    // V06: raster
    AttachmentMissing = 601, "a fragment output without a colour attachment";
    AttachmentUnused = 602, "a colour attachment that the fragment shader does not write";
    AttachmentFormat = 603, "a fragment output whose type does not fit the attachment";
    AttachmentExtent = 604, "attachments of one pass that differ in size or samples";
    VertexInput = 605, "a vertex input that the pass does not feed";
    DepthFormat = 606, "an attachment of a format without its aspect";
    ResolveMismatch = 607, "a resolve that its two attachments do not allow";
    VertexFormat = 608, "a vertex input of another type than the field that feeds it";
    DrawPastEnd = 609, "a draw that reads past the end of its vertex or index buffer";
    SecondDepth = 610, "a pass with two depth attachments";
    StencilMissing = 611, "a stencil test without a stencil that it may use";
    PrimitiveAssembly = 612, "primitives that the pass cannot assemble so";
    CoverageWithoutAlpha = 613, "coverage from an alpha that nothing writes";
    VolumeAttachment = 614, "a volume as an attachment";
    // V07: memory, limits and profiles
    OverBudget = 701, "a memory plan over the declared budget";
    OverLimit = 702, "a limit of the profile is exceeded";
    FeatureMissing = 703, "a feature outside the profile";
    FormatUnsupported = 704, "a format use outside the profile";
    ScreenFormats = 715, "shaders that name different formats for the screen";
    // V08: input files
    JsonSyntax = 801, "a graph file that is not JSON";
    JsonSchema = 802, "a graph file that does not follow the schema";
    FileUnreadable = 803, "a file that cannot be read";
    TooLarge = 804, "an input over a named limit";
    GlslError = 805, "a shader that glslang rejects";
    // V09: what this version does not execute
    SeveralQueues = 901, "more than one queue";
    SeveralDevices = 902, "more than one device";
    Switches = 903, "switches and conditions";
    Rates = 904, "sub-graphs with a rate of their own";
    SubGraphs = 905, "sub-graphs";
    RayTracing = 906, "ray-tracing passes and acceleration structures";
    Internal = 999, "a fault of the compiler itself";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "V{:04}", self.number())
    }
}
