//! [`Transaction`]: what the session knows of its transaction without asking the server, whose word for it the driver drops.

/// What the session knows of its transaction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Transaction {
    /// It was begun by the contract's call.
    is_open: bool,
    /// A statement in it failed: the server takes nothing but the end of it.
    has_failed: bool,
    /// A text has begun or ended one: only the server knows.
    is_unknown: bool,
    /// A statement in it changed what prepared statements mean.
    has_redefined: bool,
}

impl Transaction {
    pub(super) fn begun(&mut self) {
        *self = Self {
            is_open: true,
            ..Self::default()
        };
    }

    pub(super) fn ended(&mut self) {
        *self = Self::default();
    }

    /// The server's word: a text may have begun or ended one since.
    pub(super) fn told(&mut self, is_open: bool) {
        self.is_open = is_open;
        self.is_unknown = false;
    }

    pub(crate) fn controlled_by_text(&mut self) {
        self.is_unknown = true;
    }

    /// Notes that a statement failed, which ends no transaction and lets none go on.
    pub(super) fn failed(&mut self) {
        self.has_failed = self.may_be_open();
    }

    /// Notes that a savepoint was gone back to, after which it goes on.
    pub(super) fn mended(&mut self) {
        self.has_failed = false;
    }

    pub(super) fn redefined(&mut self) {
        self.has_redefined = self.may_be_open();
    }

    /// Whether one is open; `None` where only the server knows.
    pub(super) const fn is_open(&self) -> Option<bool> {
        if self.is_unknown {
            None
        } else {
            Some(self.is_open)
        }
    }

    /// Whether one is open, as far as is known.
    pub(crate) const fn may_be_open(&self) -> bool {
        self.is_open || self.is_unknown
    }

    pub(super) const fn has_failed(&self) -> bool {
        self.has_failed
    }

    pub(super) const fn has_redefined(&self) -> bool {
        self.has_redefined
    }
}
