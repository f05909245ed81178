//! What is encrypted, and whom it is encrypted for.

use std::path::Path;
use std::sync::Arc;

use backend_core::error::ErrorKind;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, SupportedProtocolVersion};

use crate::fake::{Answer, Encrypts, Fake, Greeting};
use crate::{connect_with, refused};

/// A server's certificate for a name, and the file of the authority that gave it.
struct Identity {
    tls: Arc<ServerConfig>,
    authority: tempfile::NamedTempFile,
}

impl Identity {
    fn new(name: &str, version: &'static SupportedProtocolVersion) -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &authority).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut tls = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )
            .unwrap();
        tls.alpn_protocols = vec![b"tds/8.0".to_vec()];
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), authority.pem()).unwrap();
        Self {
            tls: Arc::new(tls),
            authority: file,
        }
    }

    fn file(&self) -> &Path {
        self.authority.path()
    }

    async fn server(&self, encrypts: Encrypts) -> Fake {
        let greeting = Greeting {
            encrypts,
            tls: Some(Arc::clone(&self.tls)),
            ..Greeting::default()
        };
        Fake::greeting(greeting, |_| Answer::done()).await
    }
}

#[tokio::test]
async fn a_session_is_encrypted_for_whom_its_authority_knows() {
    let identity = Identity::new("127.0.0.1", &TLS12);
    let server = identity.server(Encrypts::All).await;
    let trusting = format!("ca_file={}", identity.file().display());
    connect_with(&server, &trusting).await.unwrap();
    assert_eq!(server.batches().len(), 1);

    let error = refused(&server, "").await;
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.message().contains("ca_file"), "{error}");
    connect_with(&server, "trust_server_certificate=true")
        .await
        .unwrap();
    assert_eq!(
        server.logins().len(),
        2,
        "nobody unknown is told a password"
    );
}

#[tokio::test]
async fn a_certificate_is_for_a_name() {
    let identity = Identity::new("sql.example", &TLS12);
    let server = identity.server(Encrypts::All).await;
    let file = format!("ca_file={}", identity.file().display());
    let error = refused(&server, &file).await;
    assert!(
        error.message().contains("host_name_in_certificate"),
        "{error}"
    );
    let named = format!("{file}&host_name_in_certificate=sql.example");
    connect_with(&server, &named).await.unwrap();
    assert_eq!(server.logins().len(), 1);
}

#[tokio::test]
async fn strict_encryption_comes_before_the_greeting() {
    for version in [&TLS12, &TLS13] {
        let identity = Identity::new("127.0.0.1", version);
        let server = identity.server(Encrypts::AtOnce).await;
        let strict = format!("encrypt=strict&ca_file={}", identity.file().display());
        connect_with(&server, &strict).await.unwrap();
        // A server that does so understands no greeting in the clear.
        let error = refused(&server, "trust_server_certificate=true&connect_timeout=2s").await;
        assert!(
            matches!(error.kind(), ErrorKind::Connect | ErrorKind::Timeout),
            "{error}"
        );
        assert_eq!(server.logins().len(), 1);
    }
}

#[tokio::test]
async fn the_login_alone_is_encrypted_where_both_want_no_more() {
    let identity = Identity::new("127.0.0.1", &TLS12);
    let server = identity.server(Encrypts::Login).await;
    connect_with(&server, "encrypt=optional").await.unwrap();
    let logins = server.logins();
    assert_eq!(
        logins.first().map(|login| login.password.as_str()),
        Some("secret")
    );
    assert_eq!(server.batches().len(), 1, "read in the clear");
    // The server's word is enough for more, ours is not for less.
    let all = identity.server(Encrypts::All).await;
    connect_with(&all, "encrypt=optional").await.unwrap();
    let error = refused(&server, "trust_server_certificate=true").await;
    assert!(error.message().contains("does not encrypt"), "{error}");
}

#[tokio::test]
async fn without_encryption_there_is_no_session_unless_it_is_not_wanted() {
    let server = Fake::new(|_| Answer::done()).await;
    let error = refused(&server, "trust_server_certificate=true").await;
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.message().contains("encrypt=disable"), "{error}");
    assert_eq!(server.logins().len(), 0);
    connect_with(&server, "encrypt=disable").await.unwrap();
    assert_eq!(server.logins().len(), 1);
}
