//! The registry: which vendor a URL or path belongs to, and that no refusal shows a secret.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use async_trait::async_trait;
use backend_core::backend::Backend;
use backend_core::connector::Connector;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::registry::Registry;
use backend_core::settings::{OptionInfo, OptionKind, Settings, UrlStyle};
use backend_core::wrapper::Wrapper;

/// A server that nobody reaches.
struct Unreachable;

#[async_trait]
impl Connector for Unreachable {
    fn url_style(&self) -> UrlStyle {
        UrlStyle::Server
    }
    fn options(&self) -> &'static [OptionInfo] {
        &[OptionInfo {
            name: "token",
            kind: OptionKind::Secret,
            default: None,
            doc: "What the server asks for.",
        }]
    }
    async fn connect(&self, _settings: &Settings) -> Result<Box<dyn Wrapper>> {
        Err(Error::new(ErrorKind::Connect, "nobody answers"))
    }
}

static SERVER: Backend = Backend {
    vendor: "server",
    url_schemes: &["server", "srv"],
    connector: &Unreachable,
    ..toy_backend::BACKEND
};
static SECOND_TOY: Backend = Backend {
    vendor: "second",
    url_schemes: &["second"],
    ..toy_backend::BACKEND
};

fn registry() -> Registry {
    let mut registry = Registry::new();
    registry.register(&SERVER).unwrap();
    registry.register(&toy_backend::BACKEND).unwrap();
    registry
}

fn refusal(registry: &Registry, text: &str) -> String {
    let error = registry.resolve(text).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{text}");
    format!("{error} {error:?}")
}

#[test]
fn a_scheme_finds_its_vendor_in_any_case() {
    let registry = registry();
    for (url, vendor, scheme) in [
        ("toy:shop", "toy", "toy"),
        ("TOY:shop", "toy", "toy"),
        ("server://host/shop", "server", "server"),
        ("srv://ann:pw@host/shop?token=x", "server", "srv"),
    ] {
        let (backend, settings) = registry.resolve(url).unwrap();
        assert_eq!(
            (backend.vendor, settings.scheme()),
            (vendor, scheme),
            "{url}"
        );
    }
}

#[test]
fn anything_else_is_a_path_for_the_one_vendor_of_files() {
    let registry = registry();
    for path in [
        "shop",
        "./my shop?.toy",
        "C:/shops/one",
        "odd:name",
        "ann@home",
    ] {
        let (backend, settings) = registry.resolve(path).unwrap();
        assert_eq!((backend.vendor, settings.path()), ("toy", Some(path)));
    }
}

#[test]
fn a_path_needs_exactly_one_vendor_of_files() {
    let mut two = registry();
    two.register(&SECOND_TOY).unwrap();
    assert!(refusal(&two, "shop").contains("server, srv, toy, second"));
    let mut none = Registry::new();
    none.register(&SERVER).unwrap();
    assert!(refusal(&none, "shop").contains("one of server, srv and `:`"));
}

#[test]
fn an_unknown_scheme_is_refused_with_the_known_ones() {
    let text = refusal(&registry(), "oracle://host/shop");
    assert!(text.starts_with("no database has the scheme `oracle`; known are server, srv, toy"));
}

#[test]
fn a_scheme_has_one_vendor_and_a_refused_vendor_is_not_added() {
    static TAKES_TOY: Backend = Backend {
        vendor: "third",
        url_schemes: &["third", "Toy"],
        ..toy_backend::BACKEND
    };
    let mut registry = registry();
    for backend in [&TAKES_TOY, &toy_backend::BACKEND] {
        let error = registry.register(backend).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        assert!(error.to_string().ends_with("is toy's already"), "{error}");
    }
    let vendors: Vec<_> = registry
        .backends()
        .iter()
        .map(|backend| backend.vendor)
        .collect();
    assert_eq!(vendors, ["server", "toy"]);
    assert!(refusal(&registry, "third://host").contains("no database has the scheme"));
}

#[test]
fn no_refusal_shows_a_secret() {
    let registry = registry();
    for text in [
        "server://ann:hunter2@host:port/shop",
        "server://ann:hunter2@one@two/shop",
        "server:ann:hunter2@host/shop",
        "server://host/shop?token=hunter2&nothing=1",
        "server://host/shop?nothing=hunter2",
        "oracle://ann:hunter2@host/shop",
        "ann:hunter2@host/shop",
        "//ann:hunter2@host",
        "toy://ann:hunter2@host/shop",
    ] {
        let shown = refusal(&registry, text);
        assert!(!shown.contains("hunter2"), "{text}: {shown}");
    }
    let (_, settings) = registry
        .resolve("srv://ann:hunter2@host/shop?token=hunter2")
        .unwrap();
    assert!(!format!("{settings} {settings:?}").contains("hunter2"));
    assert_eq!(settings.password().unwrap().expose(), "hunter2");
}

#[test]
fn a_backend_refuses_what_is_not_its_own() {
    let error = SERVER.settings("toy://host").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the scheme `toy` is not one of server's: server, srv"
    );
    let error = SERVER.settings_for_path("shop").unwrap_err();
    assert_eq!(error.to_string(), "a database of server is not a file");
    let settings = SERVER.settings("srv://host/shop").unwrap();
    let error = futures_executor::block_on(SERVER.connect(&settings)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
}
