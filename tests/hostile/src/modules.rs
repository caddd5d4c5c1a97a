//! The tree's shaders, compiled when this crate was built.

/// `ui/blur.comp` and its SPIR-V.
pub(crate) const MODULES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/modules.rs"));

/// The module that a pass means by `file`: by its folder and name, or by its name in the first folder that
/// has one of that name.
pub(crate) fn module(file: &str) -> Option<&'static [u8]> {
    let whole = |(name, _): &&(&str, &[u8])| *name == file;
    let short =
        |(name, _): &&(&str, &[u8])| name.split_once('/').is_some_and(|(_, name)| name == file);
    let found = MODULES.iter().find(whole).or_else(|| MODULES.iter().find(short));
    found.map(|(_, bytes)| *bytes)
}
