//! Tests of the whole of settings: what URLs mean, what is refused, and that no secret is ever shown.
