//! Rust text to tokens: just enough to see what a file names, with comments and literals left out.

/// A word, a `::` or one character of punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    /// From 1.
    pub(super) line: usize,
    /// Whether it stands in an item under `#[cfg(test)]`.
    pub(super) test: bool,
    /// How many modules of the same file it is wrapped in.
    pub(super) inline_depth: usize,
}

/// Whether `tokens` begins with these texts.
pub(super) fn begins(tokens: &[Token<'_>], texts: &[&str]) -> bool {
    tokens.len() >= texts.len()
        && tokens
            .iter()
            .zip(texts)
            .all(|(token, text)| token.text == *text)
}

/// Whether `text` can be a Rust name.
pub(super) fn is_word(text: &str) -> bool {
    text.starts_with(|character: char| character.is_alphabetic() || character == '_')
}

/// The tokens of a Rust file.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut reader = Reader {
        rest: text,
        line: 1,
    };
    let mut tokens = Vec::new();
    while let Some(first) = reader.rest.chars().next() {
        if let Some(length) = skipped_length(reader.rest) {
            reader.take(length);
            continue;
        }
        let length = if is_word_part(first) {
            word_length(reader.rest)
        } else if reader.rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let line = reader.line;
        tokens.push(Token {
            text: reader.take(length),
            line,
            test: false,
            inline_depth: 0,
        });
    }
    mark_tests(&mut tokens);
    mark_inline_modules(&mut tokens);
    tokens
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
}

impl<'t> Reader<'t> {
    fn take(&mut self, length: usize) -> &'t str {
        let (head, tail) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        self.line += head.matches('\n').count();
        self.rest = tail;
        head
    }
}

fn is_word_part(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn word_length(text: &str) -> usize {
    text.find(|character| !is_word_part(character))
        .unwrap_or(text.len())
}

/// The bytes of the space, comment, literal or lifetime at the head of `text`, if one is there.
fn skipped_length(text: &str) -> Option<usize> {
    let space = text.len() - text.trim_start().len();
    if space > 0 {
        return Some(space);
    }
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(block_comment_length(text));
    }
    if let Some(rest) = text.strip_prefix('\'') {
        return Some(1 + quote_length(rest));
    }
    string_length(text)
}

/// Block comments nest.
fn block_comment_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut before = '\0';
    for (at, character) in text.char_indices() {
        let pair = (before, character);
        before = character;
        match pair {
            ('/', '*') => depth += 1,
            ('*', '/') => depth = depth.saturating_sub(1),
            _ => continue,
        }
        // Neither character of a pair begins the next one.
        before = '\0';
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

/// The bytes after a `'` that end a character literal or a lifetime.
fn quote_length(rest: &str) -> usize {
    let mut characters = rest.chars();
    match (characters.next(), characters.next()) {
        (Some('\\'), Some(escaped)) => {
            let head = 1 + escaped.len_utf8();
            let tail = rest.get(head..).and_then(|tail| tail.find('\''));
            tail.map_or(rest.len(), |at| head + at + 1)
        }
        (Some(character), Some('\'')) => character.len_utf8() + 1,
        _ => word_length(rest),
    }
}

/// The bytes of a string literal of any kind: plain, byte, C, and raw ones with their hashes.
fn string_length(text: &str) -> Option<usize> {
    let after_prefix = text.trim_start_matches(['b', 'c']);
    let prefix = text.len() - after_prefix.len();
    if prefix > 1 {
        return None;
    }
    if let Some(after_r) = after_prefix.strip_prefix('r') {
        let body = after_r.trim_start_matches('#');
        let hashes = after_r.len() - body.len();
        let body = body.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = body.find(&end).map_or(body.len(), |at| at + end.len());
        return Some(prefix + 1 + hashes + 1 + length);
    }
    let body = after_prefix.strip_prefix('"')?;
    let mut escaped = false;
    for (at, character) in body.char_indices() {
        match character {
            '"' if !escaped => return Some(prefix + 1 + at + 1),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    Some(text.len())
}

fn mark_tests(tokens: &mut [Token<'_>]) {
    const CFG_TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut rest = tokens;
    while !rest.is_empty() {
        let length = if begins(rest, &CFG_TEST) {
            item_length(rest)
        } else {
            0
        };
        let (item, _) = rest.split_at_mut(length);
        for token in item {
            token.test = true;
        }
        let (_, tail) = rest.split_at_mut(length.max(1));
        rest = tail;
    }
}

/// How many tokens the item at the head has, its attributes included.
fn item_length(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                // A closing mark of what surrounds the item: a field or an arm without a comma.
                let Some(outer) = depth.checked_sub(1) else {
                    return at;
                };
                depth = outer;
                if depth == 0 && token.text == "}" {
                    return at + 1;
                }
            }
            ";" | "," if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

fn mark_inline_modules(tokens: &mut [Token<'_>]) {
    let mut braces = 0_usize;
    let mut modules: Vec<usize> = Vec::new();
    let mut recent = ["", ""];
    for token in tokens {
        token.inline_depth = modules.len();
        match token.text {
            "{" => {
                let [keyword, name] = recent;
                if keyword == "mod" && is_word(name) {
                    modules.push(braces);
                }
                braces += 1;
            }
            "}" => {
                braces = braces.saturating_sub(1);
                modules.pop_if(|opened_at| *opened_at == braces);
            }
            _ => {}
        }
        let [_, last] = recent;
        recent = [last, token.text];
    }
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn texts(source: &str) -> Vec<&str> {
        tokens(source).iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_paths_and_punctuation() {
        assert_eq!(texts("use crate::a_1;"), ["use", "crate", "::", "a_1", ";"]);
    }

    #[test]
    fn comments_are_left_out() {
        assert_eq!(
            texts("a // use b\n/// c\nd /* e /* f */ g */ h"),
            ["a", "d", "h"]
        );
    }

    #[test]
    fn literals_are_left_out() {
        assert_eq!(
            texts(r#"a("b \" c", b"d", 'e', '\'', '\u{41}')"#),
            ["a", "(", ",", ",", ",", ",", ")"]
        );
        assert_eq!(
            texts("a(r#\"b \" c\"#, br\"d\", c\"e\")"),
            ["a", "(", ",", ",", ")"]
        );
    }

    #[test]
    fn lifetimes_do_not_open_a_literal() {
        assert_eq!(
            texts("fn f<'a>(x: &'a str, y: &'_ u8) {}").last(),
            Some(&"}")
        );
        assert!(texts("fn f<'a>(x: &'a str) {}").contains(&"str"));
    }

    #[test]
    fn an_unclosed_literal_or_comment_ends_with_the_file() {
        assert_eq!(texts("a \"b"), ["a"]);
        assert_eq!(texts("a /* b"), ["a"]);
        assert_eq!(texts("a r#\"b\""), ["a"]);
    }

    #[test]
    fn lines_count_from_one_through_literals() {
        let lines: Vec<usize> = tokens("a\n\"b\nc\"\nd")
            .iter()
            .map(|token| token.line)
            .collect();
        assert_eq!(lines, [1, 4]);
    }

    #[test]
    fn only_the_item_under_cfg_test_is_marked() {
        let source = "fn a() {}\n#[cfg(test)]\n#[allow(x)]\nmod tests { fn b() { c; } }\nfn d() {}";
        let marked: Vec<&str> = tokens(source)
            .iter()
            .filter(|token| token.test)
            .map(|token| token.text)
            .collect();
        assert!(marked.contains(&"b") && marked.contains(&"c"));
        assert!(!marked.contains(&"a") && !marked.contains(&"d"));
    }

    #[test]
    fn a_declaration_under_cfg_test_ends_at_its_semicolon() {
        let marked = |name| {
            tokens("#[cfg(test)] mod tests; mod b;")
                .iter()
                .any(|t| t.text == name && t.test)
        };
        assert!(marked("tests"));
        assert!(!marked("b"));
    }

    #[test]
    fn modules_within_a_file_are_counted() {
        let depth = |name| {
            let source = "mod a { fn b() { c } mod d { e } } f";
            tokens(source)
                .iter()
                .find(|token| token.text == name)
                .map(|token| token.inline_depth)
        };
        assert_eq!(
            [depth("b"), depth("c"), depth("e"), depth("f")],
            [Some(1), Some(1), Some(2), Some(0)]
        );
    }
}
