//! The vendor's own shell: the toy has none, as its databases live within one process.

use backend_core::client::Client;

/// Refuses, as the contract does by itself.
#[derive(Debug)]
pub(crate) struct ToyClient;

impl Client for ToyClient {}
