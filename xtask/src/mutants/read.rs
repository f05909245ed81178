//! The list of mutants: what it looks like, and what is read of it.
//!
//! ```text
//! == what is wrong
//! file backend-sqlite/src/features.rs
//! cases cursor.parameters.**
//! apart why the suite cannot see it, where it cannot
//! tests a target of the vendor's own tests that sees it then, if one does
//! -the text that stands there, once
//! +what a mistake would have written
//! ```
//! Lines that begin with `#` are for readers. Several lines of `-` or `+` are one text.

/// One mistake that somebody could make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mutant {
    /// What is wrong.
    pub name: String,
    /// The file, from the project's root.
    pub file: String,
    /// Globs of the ids of the cases that should notice, with commas between.
    pub cases: String,
    /// Why the suite cannot see it, where it cannot.
    pub apart: String,
    /// A target of the vendor's own tests that sees it then, if one does.
    pub tests: String,
    /// What stands there.
    pub old: String,
    /// What a mistake would have written.
    pub new: String,
}

/// Reads a list.
///
/// # Errors
/// Says which line is none of the form, or which mutant lacks something.
pub fn read(text: &str) -> Result<Vec<Mutant>, String> {
    let mut mutants: Vec<Mutant> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let at = |what: &str| format!("line {}: {what}: {line}", n + 1);
        if let Some(name) = line.strip_prefix("== ") {
            mutants.push(Mutant {
                name: name.to_owned(),
                ..Mutant::default()
            });
            continue;
        }
        let Some(mutant) = mutants.last_mut() else {
            return Err(at("it stands before the first mutant"));
        };
        let add = |to: &mut String, line: &str| {
            if !to.is_empty() {
                to.push('\n');
            }
            to.push_str(line);
        };
        if let Some(file) = line.strip_prefix("file ") {
            file.clone_into(&mut mutant.file);
        } else if let Some(cases) = line.strip_prefix("cases ") {
            cases.clone_into(&mut mutant.cases);
        } else if let Some(apart) = line.strip_prefix("apart ") {
            apart.clone_into(&mut mutant.apart);
        } else if let Some(tests) = line.strip_prefix("tests ") {
            tests.clone_into(&mut mutant.tests);
        } else if let Some(old) = line.strip_prefix('-') {
            add(&mut mutant.old, old);
        } else if let Some(new) = line.strip_prefix('+') {
            add(&mut mutant.new, new);
        } else {
            return Err(at("it is no line of a mutant"));
        }
    }
    for mutant in &mutants {
        let lacks = [&mutant.file, &mutant.cases, &mutant.old];
        let is_half_apart = mutant.apart.is_empty() && !mutant.tests.is_empty();
        if lacks.iter().any(|text| text.is_empty()) || mutant.old == mutant.new || is_half_apart {
            return Err(format!("`{}` lacks something", mutant.name));
        }
    }
    Ok(mutants)
}

impl Mutant {
    /// The file's text with the mistake.
    ///
    /// # Errors
    /// Where the old text is not there, or is there more than once: the list is older than the code.
    pub fn applied(&self, text: &str) -> Result<String, String> {
        match text.matches(&self.old).count() {
            1 => Ok(text.replacen(&self.old, &self.new, 1)),
            count => Err(format!(
                "`{}`: its old text stands {count} times in {}",
                self.name, self.file
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mutant, read};

    const LIST: &str =
        "# For readers.\n== one too many\nfile a.rs\ncases a.**,b.c\n-    x\n-    y\n+    z\n";

    #[test]
    fn a_mutant_is_read_and_applied() {
        let mutants = read(LIST).unwrap();
        let mutant = Mutant {
            name: "one too many".to_owned(),
            file: "a.rs".to_owned(),
            cases: "a.**,b.c".to_owned(),
            apart: String::new(),
            tests: String::new(),
            old: "    x\n    y".to_owned(),
            new: "    z".to_owned(),
        };
        assert_eq!(mutants, [mutant]);
        let applied = mutants[0].applied("{\n    x\n    y\n}").unwrap();
        assert_eq!(applied, "{\n    z\n}");
    }

    #[test]
    fn a_text_that_is_gone_or_there_twice_is_an_error() {
        let mutant = &read(LIST).unwrap()[0];
        let gone = mutant.applied("nothing").unwrap_err();
        assert!(gone.ends_with("stands 0 times in a.rs"), "{gone}");
        let text = "    x\n    y\n";
        assert!(mutant.applied(&[text, text].concat()).is_err());
    }

    #[test]
    fn a_list_of_another_form_is_refused() {
        assert!(read("file a.rs").is_err());
        assert!(read("== a\nfile b\n-x\n+y").is_err());
        assert!(read("== a\nfile b\ncases c\n-x\n+x").is_err());
        assert!(read("== a\nwhat").is_err());
        assert!(read("== a\nfile b\ncases c\ntests d\n-x\n+y").is_err());
    }

    #[test]
    fn every_mutant_of_the_list_fits_the_code() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let mutants = read(super::super::SQLITE).unwrap();
        assert!(mutants.len() >= 30, "{}", mutants.len());
        for mutant in &mutants {
            let text = std::fs::read_to_string(format!("{root}/{}", mutant.file));
            mutant.applied(&text.unwrap()).unwrap();
            let twins = mutants.iter().filter(|other| other.name == mutant.name);
            assert_eq!(twins.count(), 1, "{}", mutant.name);
        }
    }
}
