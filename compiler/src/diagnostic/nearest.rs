//! The name that was probably meant.

/// Names among which a suggestion is looked for: of more, none is made.
const MAX_CANDIDATES: usize = 256;
/// Bytes of a name that is compared with others.
const MAX_BYTES: usize = 64;

/// The candidate most like `name`, where one is like it at all.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let candidates: Vec<&str> = candidates.into_iter().take(MAX_CANDIDATES + 1).collect();
    if name.len() > MAX_BYTES || candidates.len() > MAX_CANDIDATES {
        return None;
    }
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= MAX_BYTES)
        .map(|candidate| (strsim::jaro_winkler(&name, &candidate.to_lowercase()), candidate))
        // Ties go to the alphabet, so that the text does not hang on the order of a hash map.
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .filter(|(likeness, _)| *likeness > 0.75)
        .map(|(_, candidate)| candidate)
}

/// "`did you mean x`, or else the given text": the help of a name that was not found.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    match nearest(name, candidates) {
        Some(found) => format!("did you mean `{found}`?"),
        None => otherwise.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_what_is_near() {
        assert_eq!(nearest("colour", ["color", "depth"]), Some("color"));
        assert_eq!(nearest("half_res", ["half", "screen"]), Some("half"));
        assert_eq!(nearest("zzz", ["color", "depth"]), None);
    }
}
