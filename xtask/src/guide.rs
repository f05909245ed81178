//! The guide for vendors, carried out as it is written: its files and copies go into an empty folder outside the workspace, its
//! commands are run there, and what they print is compared with what the page says.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The page.
pub const PAGE: &str = "conformance-tests/guide.md";

/// Whose files are copied.
const MODEL: &str = "examples/toy-backend";

/// What the page calls the folder of this project.
const BESIDE: &str = "../backend-contract";

/// One thing that a reader of the page does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deed {
    /// Writes a file.
    Write {
        /// Where.
        path: String,
        /// What.
        text: String,
    },
    /// Copies a file or folder of the toy's `src`.
    Copy(String),
    /// Runs a command.
    Run {
        /// The program and its arguments.
        command: Vec<String>,
        /// Lines that it prints, among others and in this order; `…` stands for anything.
        prints: Vec<String>,
    },
    /// Reads what stands in a file of this project.
    Read {
        /// The file.
        path: String,
        /// A part of it.
        text: String,
    },
}

/// What a reader of the page does, in order.
#[must_use]
pub fn deeds(page: &str) -> Vec<Deed> {
    let mut deeds = Vec::new();
    let mut before = "";
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            // A sentence may go on in the next lines of its paragraph.
            let rest = lines.clone();
            let rest = rest.take_while(|line| !line.is_empty() && !line.starts_with("```"));
            if let Some(copied) = copied(line, rest) {
                deeds.extend(copied);
            }
            if !line.is_empty() {
                before = line;
            }
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if language == "console" {
            deeds.extend(run_of(&block));
        } else if let Some(path) = named(before) {
            let shown = block.iter().filter(|line| !line.starts_with("# mod "));
            let text: String = shown.map(|line| format!("{line}\n")).collect();
            let path = path.to_owned();
            deeds.push(if path.starts_with("examples/") {
                Deed::Read { path, text }
            } else {
                Deed::Write { path, text }
            });
        }
        before = "";
    }
    deeds
}

/// The path at the end of a line that ends with a path and a colon.
fn named(line: &str) -> Option<&str> {
    let (_, path) = line.strip_suffix("`:")?.rsplit_once('`')?;
    Some(path)
}

/// What a sentence that begins in this line says is to be copied.
fn copied<'l>(line: &'l str, rest: impl Iterator<Item = &'l str>) -> Option<Vec<Deed>> {
    let at = line.find("Copy `").or_else(|| line.find("copy `"))?;
    let paragraph: Vec<_> = line.get(at..).into_iter().chain(rest).collect();
    let paragraph = paragraph.join(" ");
    let sentence = paragraph.split(". ").next()?;
    let words = sentence.split('`').skip(1).step_by(2);
    let paths = words.filter(|word| word.contains('.') || word.ends_with('/'));
    Some(paths.map(|path| Deed::Copy(path.to_owned())).collect())
}

fn run_of(block: &[&str]) -> Option<Deed> {
    let (command, prints) = block.split_first()?;
    let command = command.strip_prefix("$ ")?;
    Some(Deed::Run {
        command: command.split_whitespace().map(str::to_owned).collect(),
        prints: prints.iter().map(|line| (*line).to_owned()).collect(),
    })
}

/// Carries the page out in an empty folder; `false` says that something is not as it says.
///
/// # Errors
/// When a file cannot be read or written, or a program cannot be started.
pub fn run(root: &Path, out: &mut dyn Write) -> io::Result<bool> {
    let page = fs::read_to_string(root.join(PAGE))?;
    let folder = Folder::new("backend-mine")?;
    fs::copy(root.join("Cargo.lock"), folder.0.join("Cargo.lock"))?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let here = root.to_string_lossy().replace('\\', "/");
    let mut is_true = true;
    let mut written = BTreeSet::new();
    for deed in deeds(&page) {
        match deed {
            Deed::Write { path, text } => {
                let file = folder.0.join(&path);
                // What a command has written is shown, and not written again.
                if written.insert(path.clone()) && file.exists() {
                    if fs::read_to_string(&file)? != text {
                        writeln!(out, "{PAGE}: the {path} that was made is not:\n{text}")?;
                        is_true = false;
                    }
                    continue;
                }
                write(&file, &text.replace(BESIDE, &here))?;
            }
            Deed::Copy(path) => {
                let model = root.join(MODEL).join("src").join(&path);
                copy(&model, &folder.0.join("src").join(&path))?;
            }
            Deed::Read { path, text } => {
                if !fs::read_to_string(root.join(&path))?.contains(&text) {
                    writeln!(out, "{PAGE}: {path} does not hold:\n{text}")?;
                    is_true = false;
                }
            }
            Deed::Run { command, prints } => {
                writeln!(out, "==> {}", command.join(" "))?;
                out.flush()?;
                let command: Vec<_> = command
                    .iter()
                    .map(|word| word.replace(BESIDE, &here))
                    .collect();
                let printed = start(&command, &folder.0, &target)?;
                if let Some(line) = missing(&prints, &printed) {
                    writeln!(out, "{printed}\n{PAGE}: this is not printed: {line}")?;
                    is_true = false;
                }
            }
        }
    }
    writeln!(
        out,
        "the guide is {}",
        if is_true { "as it says" } else { "wrong" }
    )?;
    Ok(is_true)
}

/// A folder that goes with this.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// An empty one.
    pub(crate) fn new(name: &str) -> io::Result<Self> {
        let path = env::temp_dir().join(format!("{name}-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It is below the folder for what may be lost.
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// Copies a file, or a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        let text = fs::read_to_string(from).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", from.display()))
        })?;
        return write(to, &text);
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Everything that a command prints. How it ends is no matter: what is not whole fails.
fn start(command: &[String], folder: &Path, target: &Path) -> io::Result<String> {
    let Some((program, arguments)) = command.split_first() else {
        return Ok(String::new());
    };
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_TERM_COLOR", "never")
        .env_remove("CONFORMANCE_EXPECT")
        .output()?;
    let printed = [output.stderr, output.stdout].concat();
    Ok(String::from_utf8_lossy(&printed).into_owned())
}

/// The first of the lines that is not printed after those before it.
fn missing<'p>(prints: &'p [String], printed: &str) -> Option<&'p str> {
    let mut lines = printed.lines();
    let absent = |pattern: &&String| !lines.by_ref().any(|line| is_like(pattern, line));
    prints.iter().find(absent).map(String::as_str)
}

/// Whether the line is as the pattern says.
fn is_like(pattern: &str, line: &str) -> bool {
    match pattern.split_once('…') {
        None => pattern == line,
        Some((head, rest)) => {
            let Some(line) = line.strip_prefix(head) else {
                return false;
            };
            let mut ends = line.char_indices().map(|(at, _)| at).chain([line.len()]);
            ends.any(|at| line.get(at..).is_some_and(|tail| is_like(rest, tail)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Deed, deeds, is_like, missing};

    const PAGE: &str = "Make it.\n\n`src/lib.rs`:\n```rust\n# mod hidden {}\nfn f() {}\n```\n\nNow copy `a/`\nand `b.rs` from the \
                        toy's `src`. Read `c.rs`.\n\n`examples/toy/x.rs`:\n```rs\nlet x;\n```\n```console\n$ cargo test\n\
                        one: … two\n```\n```text\nnobody runs this\n```\n";

    #[test]
    fn a_page_is_what_its_reader_does() {
        let run = Deed::Run {
            command: vec!["cargo".to_owned(), "test".to_owned()],
            prints: vec!["one: … two".to_owned()],
        };
        let write = Deed::Write {
            path: "src/lib.rs".to_owned(),
            text: "fn f() {}\n".to_owned(),
        };
        let read = Deed::Read {
            path: "examples/toy/x.rs".to_owned(),
            text: "let x;\n".to_owned(),
        };
        let copies = ["a/", "b.rs"].map(|path| Deed::Copy(path.to_owned()));
        let [first, second] = copies;
        assert_eq!(deeds(PAGE), [write, first, second, read, run]);
    }

    #[test]
    fn lines_are_compared_but_for_what_is_left_open() {
        assert!(is_like("FAILED: … passed, …", "FAILED: 3 passed, 4 failed"));
        assert!(is_like("a … c", "a b c"));
        assert!(is_like("same", "same"));
        assert!(!is_like("same", "same and more"));
        assert!(!is_like("FAILED: … passed, …", "FAILED: 4 failed"));
        let prints = ["a".to_owned(), "b".to_owned()];
        assert_eq!(missing(&prints, "x\na\nb\n"), None);
        assert_eq!(missing(&prints, "b\na\n"), Some("b"));
    }
}
