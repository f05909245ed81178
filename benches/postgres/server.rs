//! Where the server is.

/// The server's URL, from the environment; `None` where nothing is to be measured.
#[must_use]
pub fn url() -> Option<String> {
    std::env::var("POSTGRES_URL")
        .ok()
        .filter(|url| !url.is_empty())
}

/// Says why nothing is measured.
pub fn said_missing() {
    println!("POSTGRES_URL is not set: nothing is measured on PostgreSQL");
}
