//! The options of PostgreSQL's URLs, and what the settings of one session come to.

use backend_core::settings::OptionInfo;

/// The options, with what each does.
pub(crate) const OPTIONS: &[OptionInfo] = &[];
