//! The chores of this project, as a library so that the rules of `tidy` can be tested on made-up trees.
//!
//! `main.rs` reads the command line; [`tidy`] holds the rules; [`chores`] says which commands a chore is made of, [`servers`] and
//! [`python`] what must be installed before, [`plan`] where it stands which servers in containers are run against, [`guide`] carries out the guide for vendors and
//! [`outsider`] builds a vendor's child outside the workspace,
//! [`mutants`] makes mistakes that the suite has to notice, and [`steps`] runs them one after the other, each with its name and its time.

pub mod chores;
pub mod failures;
pub mod guide;
pub mod mutants;
pub mod outsider;
pub mod plan;
pub mod python;
pub mod servers;
pub mod steps;
pub mod tidy;
