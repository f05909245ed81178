//! [`Tls`]: what encrypts sessions, and whom it trusts.

mod verify;

use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use backend_core::error::{Error, ErrorKind, Result};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use self::verify::{AnyCertificate, AnyName};
use crate::settings::{Roots, TlsMode, TlsSettings, is_open_to_others};

/// What encrypts sessions; nothing, where none is to be encrypted.
pub(super) struct Tls(Option<MakeRustlsConnect>);

impl Tls {
    /// None at all.
    pub(super) const NONE: Self = Self(None);

    /// What the settings ask for. Files are read anew each time, as authorities and certificates are replaced while programs
    /// run.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) where a file cannot be used.
    pub(super) fn of(settings: &TlsSettings) -> Result<Self> {
        if settings.mode == TlsMode::Disable {
            return Ok(Self::NONE);
        }
        // Handed in, so that no other part of the program has a say in it.
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(internal)?;
        let builder = match settings.mode {
            TlsMode::VerifyFull => builder.with_root_certificates(roots(&settings.roots)?),
            TlsMode::VerifyAuthority => {
                let verifier = AnyName::new(roots(&settings.roots)?, provider);
                builder
                    .dangerous()
                    .with_custom_certificate_verifier(Arc::new(verifier))
            }
            TlsMode::Disable | TlsMode::Prefer | TlsMode::Require => {
                let verifier = AnyCertificate::new(provider);
                builder
                    .dangerous()
                    .with_custom_certificate_verifier(Arc::new(verifier))
            }
        };
        let mut config = match &settings.client {
            Some((certificate, key)) => builder
                .with_client_auth_cert(certificates(certificate, "sslcert")?, private_key(key)?)
                .map_err(|error| {
                    configuration("sslcert and sslkey do not belong together, or are of a kind that TLS cannot use")
                        .with_source(error)
                })?,
            None => builder.with_no_client_auth(),
        };
        // Servers from 17 on want to be asked for their protocol where TLS is the first thing they hear.
        config.alpn_protocols = vec![b"postgresql".to_vec()];
        Ok(Self(Some(MakeRustlsConnect::new(config))))
    }

    pub(super) fn connector(&self) -> Option<MakeRustlsConnect> {
        self.0.clone()
    }
}

fn roots(roots: &Roots) -> Result<Arc<RootCertStore>> {
    match roots {
        Roots::System => system_roots(),
        Roots::File(path) => {
            let mut store = RootCertStore::empty();
            for certificate in certificates(path, "sslrootcert")? {
                store.add(certificate).map_err(|error| {
                    let path = path.display();
                    configuration(format!(
                        "sslrootcert `{path}` has a certificate that cannot be used"
                    ))
                    .with_source(error)
                })?;
            }
            Ok(Arc::new(store))
        }
    }
}

/// The authorities that this machine trusts. They are many, and change with the machine's software: read once a process.
static SYSTEM_ROOTS: OnceLock<Arc<RootCertStore>> = OnceLock::new();

fn system_roots() -> Result<Arc<RootCertStore>> {
    if let Some(store) = SYSTEM_ROOTS.get() {
        return Ok(Arc::clone(store));
    }
    let found = rustls_native_certs::load_native_certs();
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(found.certs);
    if store.is_empty() {
        let error = configuration(
            "this machine has no authorities that it trusts; name a file of certificates with sslrootcert",
        );
        return Err(match found.errors.into_iter().next() {
            Some(cause) => error.with_source(cause),
            None => error,
        });
    }
    Ok(Arc::clone(SYSTEM_ROOTS.get_or_init(|| Arc::new(store))))
}

/// The certificates of a file, of which there is at least one.
fn certificates(path: &Path, option: &str) -> Result<Vec<CertificateDer<'static>>> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| {
        configuration(format!("{option} `{shown}` cannot be read")).with_source(error)
    })?;
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<_, _>>()
        .map_err(|error| {
            configuration(format!(
                "{option} `{shown}` is not a file of certificates (PEM)"
            ))
            .with_source(error)
        })?;
    if certificates.is_empty() {
        return Err(configuration(format!(
            "{option} `{shown}` holds no certificate (PEM)"
        )));
    }
    Ok(certificates)
}

/// The key of a file that only its owner can read.
fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>> {
    let shown = path.display();
    let unreadable =
        |error| configuration(format!("sslkey `{shown}` cannot be read")).with_source(error);
    if is_open_to_others(&fs::metadata(path).map_err(unreadable)?) {
        return Err(configuration(format!(
            "sslkey `{shown}` may be read by others; chmod 600 mends that"
        )));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|_| {
        let is_encrypted = bytes.windows(9).any(|text| text == b"ENCRYPTED");
        configuration(if is_encrypted {
            format!(
                "sslkey `{shown}` is encrypted; decrypt it into a file that only its owner can read"
            )
        } else {
            format!("sslkey `{shown}` is not a private key (PEM)")
        })
    })
}

fn configuration(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

fn internal(error: rustls::Error) -> Error {
    Error::new(ErrorKind::Internal, "TLS cannot be set up").with_source(error)
}
