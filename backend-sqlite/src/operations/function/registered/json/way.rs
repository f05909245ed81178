//! Paths: what they lead to, and documents that are changed there.

use backend_core::function::{JsonPath, JsonStep};

use super::document::Document;

/// What is put at a path, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Put {
    /// Always.
    Set,
    /// Where nothing is.
    Insert,
    /// Where something is.
    Replace,
    /// Behind the last element of the array that is there.
    Append,
}

/// The place of an element; also the first free one behind the last.
fn place(index: i32, length: usize) -> Option<usize> {
    let distance = usize::try_from(index.unsigned_abs()).ok()?;
    let place = if index < 0 {
        length.checked_sub(distance)?
    } else {
        distance
    };
    (place <= length).then_some(place)
}

/// The value at the end of a path.
pub(super) fn find<'d, 'a>(
    document: &'d Document<'a>,
    path: &JsonPath,
) -> Option<&'d Document<'a>> {
    path.steps()
        .iter()
        .try_fold(document, |value, step| match (value, step) {
            (Document::Object(object), JsonStep::Key(key)) => object.value(key),
            (Document::Array(elements), JsonStep::Index(index)) => {
                elements.get(place(*index, elements.len())?)
            }
            _ => None,
        })
}

/// The place at the end of some steps, to change it.
fn find_mut<'d, 'a>(
    document: &'d mut Document<'a>,
    steps: &[JsonStep],
) -> Option<&'d mut Document<'a>> {
    steps
        .iter()
        .try_fold(document, |value, step| match (value, step) {
            (Document::Object(object), JsonStep::Key(key)) => object.value_mut(key),
            (Document::Array(elements), JsonStep::Index(index)) => {
                let place = place(*index, elements.len())?;
                elements.get_mut(place)
            }
            _ => None,
        })
}

/// Puts a value into a document.
pub(super) fn put<'a>(document: &mut Document<'a>, path: &JsonPath, value: Document<'a>, put: Put) {
    let is_there = find(document, path).is_some();
    match put {
        Put::Append => {
            if let Some(Document::Array(elements)) = find_mut(document, path.steps()) {
                elements.push(value);
            }
            return;
        }
        Put::Insert if is_there => return,
        Put::Replace if !is_there => return,
        _ => {}
    }
    let Some((last, before)) = path.split_last() else {
        *document = value;
        return;
    };
    match (find_mut(document, before), last) {
        (Some(Document::Object(object)), JsonStep::Key(key)) => object.put(key, value),
        (Some(Document::Array(elements)), JsonStep::Index(index)) => {
            match place(*index, elements.len()) {
                Some(place) if place == elements.len() => elements.push(value),
                Some(place) => {
                    if let Some(element) = elements.get_mut(place) {
                        *element = value;
                    }
                }
                None => {}
            }
        }
        _ => {}
    }
}

/// Takes a value out of a document.
pub(super) fn remove(document: &mut Document<'_>, path: &JsonPath) {
    let Some((last, before)) = path.split_last() else {
        return;
    };
    match (find_mut(document, before), last) {
        (Some(Document::Object(object)), JsonStep::Key(key)) => object.remove(key),
        (Some(Document::Array(elements)), JsonStep::Index(index)) => {
            if let Some(place) = place(*index, elements.len()).filter(|it| *it < elements.len()) {
                elements.remove(place);
            }
        }
        _ => {}
    }
}
