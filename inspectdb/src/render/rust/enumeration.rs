//! One enum: the words of an enumeration as variants, and its conversions.

use backend_core::model::{UserType, UserTypeKind};

use super::Context;
use super::docs::{Docs, code};
use super::layout::{Sheet, literal};
use super::names::variant_names;
use crate::render::Rename;

/// What an enum derives: all that it can, as it is a word among a few.
const TRAITS: [&str; 8] = [
    "Debug",
    "Clone",
    "Copy",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
];

/// Writes the enum of an enumeration.
pub(super) fn write(
    context: &Context<'_>,
    user_type: &UserType,
    renames: &mut Vec<Rename>,
    out: &mut Sheet,
) {
    let (Some(name), UserTypeKind::Enumeration { labels }) =
        (context.names.enumeration(&user_type.name), &user_type.kind)
    else {
        return;
    };
    let variants = variant_names(&user_type.name, labels, renames);
    out.push("\n");
    let mut docs = Docs::default();
    docs.paragraph(vec![format!("Type {}.", code(&user_type.name.to_string()))]);
    if let Some(comment) = context.comment(user_type.comment.as_ref()) {
        docs.prose(comment);
    }
    docs.write("", out);
    let mut traits = TRAITS.map(str::to_owned).to_vec();
    // No word of an enumeration is its default by itself.
    let more = context.style.derive.iter();
    traits.extend(more.filter(|extra| *extra != "Default").cloned());
    let mut seen = Vec::new();
    traits.retain(|each| {
        let is_new = !seen.contains(each);
        seen.push(each.clone());
        is_new
    });
    out.derive(&traits);
    out.put(format_args!("pub enum {name} {{\n"));
    for (variant, label) in variants.iter().zip(labels) {
        out.put(format_args!("    /// {}.\n    {variant},\n", code(label)));
    }
    out.put(format_args!(
        "}}\n\nbackend_core::enumeration! {{\n    impl {name} {{\n"
    ));
    for (variant, label) in variants.iter().zip(labels) {
        out.put(format_args!("        {variant}: {},\n", literal(label)));
    }
    out.push("    }\n}\n");
}
