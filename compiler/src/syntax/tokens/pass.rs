//! Pass types: `#[pass(compute, shader = "blur.comp")]` and the fields below it.

use proc_macro2::{Span, TokenStream};

use super::attribute::Entries;
use super::source::ShaderLookup;
use super::{Reader, compact, field, raster, slot, text};
use crate::diagnostic::{Code, Diagnostic, Name, Site};
use crate::reflect::{Interface, Stage};
use crate::syntax::ast::{PassDecl, PassKind, PushDecl, ShaderDecl, Trust};

/// A pass type with what only its own crate needs.
#[derive(Clone, Debug)]
pub struct PassSource {
    /// What crosses crates.
    pub decl: PassDecl,
    /// Place of the struct's name.
    pub span: Span,
    /// Place of each slot's field; then that of the push field, where there is one.
    pub sites: Vec<Site>,
    /// For each shader, an expression that holds its bytes in generated code.
    pub includes: Vec<TokenStream>,
    /// The push-constant field and its type.
    pub push: Option<(syn::Ident, syn::Path)>,
    /// Slots whose block has a Rust type.
    pub typed: Vec<TypedSlot>,
    /// Slots of vertex buffers whose element has a Rust type.
    pub vertices: Vec<TypedSlot>,
    /// Whether every shader was found and read.
    pub complete: bool,
}

/// A slot with `type = "Camera"`.
#[derive(Clone, Debug)]
pub struct TypedSlot {
    /// Index in [`PassDecl::slots`].
    pub slot: usize,
    /// The field.
    pub field: syn::Ident,
    /// The Rust type.
    pub ty: syn::Path,
}

/// Reads a pass type. `None` where nothing useful could be read; what is wrong stands in the diagnostics.
#[must_use]
pub fn pass(item: &syn::ItemStruct, reader: Reader<'_>) -> Option<PassSource> {
    let fields = reader.fields(item, "Pass")?;
    let mut source = header(item, reader)?;
    for item in &fields.named {
        add_field(&mut source, item, reader);
    }
    for slot in &source.decl.slots {
        let Some(of) = &slot.resolves else { continue };
        if !source.decl.slots.iter().any(|other| other.name == *of) {
            let slots: Vec<&str> = source.decl.slots.iter().map(|s| s.name.as_str()).collect();
            let help = super::suggestion(of, "slots", &slots);
            let message =
                format!("slot `{}` resolves `{of}`, which is no slot of this pass", slot.name);
            reader.error(Code::UnknownName, item.ident.span(), message, help);
        }
    }
    Some(source)
}

fn add_field(source: &mut PassSource, item: &syn::Field, reader: Reader<'_>) -> Option<()> {
    let ident = item.ident.as_ref()?;
    let (role, attribute) = field::role(reader, item, slot::ROLES)?;
    if role == "push" {
        let entries = Entries::of_attribute(reader, attribute);
        entries.finish();
        return add_push(source, item, ident, reader);
    }
    let name = text(ident);
    if super::NODE_KEYS.contains(&name.as_str()) {
        reader.error(
            Code::ReservedName,
            ident.span(),
            format!("slot `{name}` is named like a key of #[pass(…)] in a graph, so it could not be wired"),
            format!("rename it and keep the shader's name: `name = \"{name}\"`"),
        );
    }
    let (decl, ty) = slot::slot(reader, role, attribute, item)?;
    if let Some(ty) = ty {
        let slot = TypedSlot { slot: source.decl.slots.len(), field: ident.clone(), ty };
        let list = if decl.vertex.is_some() { &mut source.vertices } else { &mut source.typed };
        list.push(slot);
    }
    source.decl.slots.push(decl);
    let at = source.sites.len() - usize::from(source.push.is_some());
    source.sites.insert(at, Site::Tokens(ident.span()));
    Some(())
}

fn add_push(
    source: &mut PassSource,
    item: &syn::Field,
    ident: &syn::Ident,
    reader: Reader<'_>,
) -> Option<()> {
    if let Some((first, _)) = &source.push {
        reader.error(
            Code::DuplicateName,
            ident.span(),
            format!("push constants are declared twice: `{}` and `{}`", text(first), text(ident)),
            "a pass has one push-constant struct: put both into it",
        );
        return None;
    }
    let ty = field::path(reader, &item.ty, "a struct with derive(Block)")?;
    source.decl.push = Some(PushDecl {
        name: text(ident),
        ty: compact(&ty),
        line: reader.source.origin(ident.span()).line,
    });
    source.sites.push(Site::Tokens(ident.span()));
    source.push = Some((ident.clone(), ty));
    Some(())
}

/// The `#[pass(…)]` attribute.
fn header(item: &syn::ItemStruct, reader: Reader<'_>) -> Option<PassSource> {
    let span = item.ident.span();
    let Some(attribute) = item.attrs.iter().find(|a| a.path().is_ident("pass")) else {
        reader.error(
            Code::MissingKey,
            span,
            format!("pass `{}` does not say what it records", item.ident),
            "write `#[pass(compute, shader = \"….comp\")]`, or raster, transfer, host, present before the struct",
        );
        return None;
    };
    let mut entries = Entries::of_attribute(reader, attribute);
    let kind = kind(&mut entries);
    let wanted = shaders_of(kind, &mut entries);
    let entry = entries.text("entry", "entry = \"main\"").map_or_else(|| "main".into(), |e| e.text);
    let code = entries.flag("code");
    let mut source = PassSource {
        decl: PassDecl {
            name: text(&item.ident),
            origin: reader.source.origin(span),
            kind: kind.unwrap_or(PassKind::Compute),
            shaders: Vec::new(),
            slots: Vec::new(),
            push: None,
            code,
            raster: raster::state(kind, &mut entries),
            queue: entries
                .choice("queue", &["graphics", "compute", "transfer"])
                .unwrap_or_default(),
            side_effect: entries.flag("side_effect"),
            external_sets: external_sets(&mut entries, code),
            // Who knows of all errors says it: `crate::api`.
            sized: Vec::new(),
            trust: Trust::default(),
        },
        span,
        sites: Vec::new(),
        includes: Vec::new(),
        push: None,
        typed: Vec::new(),
        vertices: Vec::new(),
        complete: kind.is_some(),
    };
    let needed = match kind {
        Some(PassKind::Compute) => Some(("shader", "#[pass(compute, shader = \"blur.comp\")]")),
        Some(PassKind::Raster) => {
            Some(("vertex", "#[pass(raster, vertex = \"a.vert\", fragment = \"a.frag\")]"))
        }
        _ => None,
    };
    if let Some((key, example)) = needed.filter(|_| wanted.is_empty() && !source.decl.code) {
        reader.error(
            Code::MissingKey,
            entries.span,
            format!("#[pass] needs `{key}`: nothing says what `{}` runs", item.ident),
            format!("write `{example}`, or add `code` and record it in the pass's method"),
        );
        source.complete = false;
    }
    entries.finish();
    for (file, stage) in wanted {
        source.complete &= add_shader(&mut source, &file, stage, &entry, reader).is_some();
    }
    Some(source)
}

fn kind(entries: &mut Entries<'_>) -> Option<PassKind> {
    let kinds = [
        ("compute", PassKind::Compute),
        ("raster", PassKind::Raster),
        ("transfer", PassKind::Transfer),
        ("ray_tracing", PassKind::RayTracing),
        ("host", PassKind::Host),
        ("present", PassKind::Present),
    ];
    let found: Vec<PassKind> =
        kinds.into_iter().filter(|(key, _)| entries.flag(key)).map(|(_, kind)| kind).collect();
    match found.as_slice() {
        [kind] => Some(*kind),
        [] => {
            entries.missing(
                "compute`, `raster`, `transfer`, `ray_tracing`, `host` or `present",
                "#[pass(compute, …)]",
            );
            None
        }
        _ => {
            entries.reader.error(
                Code::ConflictingRoles,
                entries.span,
                "a pass has one kind, and this one names several",
                "keep one of them; split the pass where it does two things",
            );
            None
        }
    }
}

/// Files and stages that the pass names.
fn shaders_of(kind: Option<PassKind>, entries: &mut Entries<'_>) -> Vec<(Name, Stage)> {
    let keys: &[(&'static str, Stage)] = match kind {
        Some(PassKind::Compute) => &[("shader", Stage::Compute)],
        Some(PassKind::Raster) => &[
            ("vertex", Stage::Vertex),
            ("tessellation_control", Stage::TessellationControl),
            ("tessellation_evaluation", Stage::TessellationEvaluation),
            ("fragment", Stage::Fragment),
        ],
        Some(PassKind::RayTracing) => &[
            ("ray_generation", Stage::RayGeneration),
            ("miss", Stage::Miss),
            ("closest_hit", Stage::ClosestHit),
            ("any_hit", Stage::AnyHit),
            ("intersection", Stage::Intersection),
        ],
        _ => &[],
    };
    keys.iter()
        .filter_map(|(key, stage)| {
            Some((entries.text(key, &format!("{key} = \"blur.comp\""))?, *stage))
        })
        .collect()
}

/// `external_sets(1, 2)`: descriptor sets that the program binds itself, in the pass's code: a draw or dispatch needs a
/// set bound for each that its pipeline uses (VUID-vkCmdDispatch-None-08600), and without code nobody binds these.
fn external_sets(entries: &mut Entries<'_>, has_code: bool) -> Vec<u32> {
    let Some(entry) = entries.take("external_sets") else { return Vec::new() };
    if !has_code {
        entries.reader.error(
            Code::MissingKey,
            entry.key.span(),
            format!("`external_sets` of {} needs `code`: nothing else binds the program's sets", entries.title),
            "add `code`, and bind them in the pass's method: `cx.bind()`, then `cx.bind_set(1, set)`; or leave `external_sets` \
             out and make their variables slots of the pass",
        );
    }
    let parsed = match &entry.value {
        super::attribute::Value::List(tokens, _) => {
            let parser =
                syn::punctuated::Punctuated::<syn::LitInt, syn::Token![,]>::parse_terminated;
            syn::parse::Parser::parse2(parser, tokens.clone()).ok().and_then(|list| {
                list.iter().map(|n| n.base10_parse::<u32>().ok().filter(|n| *n < 32)).collect()
            })
        }
        _ => None,
    };
    parsed.unwrap_or_else(|| {
        entries.malformed(&entry, "set numbers below 32", "external_sets(1)");
        Vec::new()
    })
}

fn add_shader(
    source: &mut PassSource,
    file: &Name,
    stage: Stage,
    entry: &str,
    reader: Reader<'_>,
) -> Option<()> {
    let span = super::value::span_of(file.site, source.span);
    let found = match reader.source.shader(&file.text, span) {
        ShaderLookup::Found(found) => found,
        other => {
            not_found(file, &other, reader);
            return None;
        }
    };
    let interface = interface(file, &found.bytes, reader)?;
    source.decl.shaders.push(ShaderDecl {
        file: file.text.clone(),
        stage,
        entry: entry.to_owned(),
        hash: crate::hash::fnv1a(found.bytes.iter().copied()),
        interface,
    });
    source.includes.push(found.include);
    Some(())
}

/// What a module asks for; V0212 where it cannot be read.
#[must_use]
pub fn interface(file: &Name, bytes: &[u8], reader: Reader<'_>) -> Option<Interface> {
    match crate::reflect::reflect(bytes) {
        Ok(interface) => Some(interface),
        Err(error) => {
            let message = format!("`{}` cannot be read: {error}", file.text);
            reader.diags.push(
                Diagnostic::error(Code::InvalidSpirv, file.site, message).help(
                    "give a SPIR-V module for Vulkan; `spirv-val` says more about a broken one",
                ),
            );
            None
        }
    }
}

/// V0109.
pub fn not_found(file: &Name, lookup: &ShaderLookup, reader: Reader<'_>) {
    let error = |message: String| Diagnostic::error(Code::ShaderNotFound, file.site, message);
    let diagnostic = match lookup {
        ShaderLookup::Found(_) => return,
        ShaderLookup::NoBuildScript => error(format!("`{}` is not compiled: this crate has no build.rs", file.text))
            .note("derive(Pass) reads the SPIR-V that build.rs makes of the GLSL files")
            .help(
                "three lines to add:\n    in build.rs:    fn main() { vixen_compiler::build::shaders(\"shaders\").run() }\
                 \n    in Cargo.toml:  [build-dependencies]\
                 \n                    vixen-compiler = { version = \"0.1\", default-features = false, features = [\"glsl\"] }",
            ),
        ShaderLookup::Missing { looked_for, present } => {
            let present: Vec<&str> = present.iter().map(String::as_str).collect();
            let help = if present.is_empty() {
                "build.rs compiled no shader: check the folder that it names".to_owned()
            } else {
                super::suggestion(&file.text, "shaders", &present)
            };
            error(format!("build.rs compiled no shader `{}`", file.text))
                .note(format!("looked for {looked_for}"))
                .help(help)
        }
        ShaderLookup::NotInFolders { present: None } => {
            error(format!("`{}` is not found: no folder of shaders was given", file.text))
                .help("name the folder: `--shaders FOLDER`")
        }
        ShaderLookup::NotInFolders { present: Some(present) } => {
            let present: Vec<&str> = present.iter().map(String::as_str).collect();
            error(format!("no folder of `--shaders` has `{}`", file.text))
                .help(super::suggestion(&file.text, "shaders", &present))
        }
        ShaderLookup::Unreadable(why) => error(format!("`{}` cannot be read: {why}", file.text))
            .help("check the file's rights, then build again"),
    };
    reader.diags.push(diagnostic);
}
