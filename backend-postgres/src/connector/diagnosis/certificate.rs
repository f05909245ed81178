//! What is wrong with a certificate.

use backend_core::error::{Error, ErrorKind};
use rustls::{AlertDescription, CertificateError};

use crate::settings::Place;

/// The error of a session that cannot be encrypted.
pub(super) fn explain(place: &Place, cause: &rustls::Error) -> Error {
    Error::new(ErrorKind::Connect, message(place, cause))
}

fn message(place: &Place, cause: &rustls::Error) -> String {
    match cause {
        rustls::Error::InvalidCertificate(error) => {
            format!("the certificate of the server at {place} {}", fault(error))
        }
        rustls::Error::AlertReceived(alert) => {
            format!(
                "the server at {place} refused to encrypt the session: {}",
                refusal(*alert)
            )
        }
        rustls::Error::InvalidMessage(_) => {
            format!("the server at {place} does not answer in TLS")
        }
        rustls::Error::PeerIncompatible(_) => {
            format!("the server at {place} has no version or cipher of TLS that is safe enough")
        }
        rustls::Error::NoCertificatesPresented => {
            format!("the server at {place} shows no certificate")
        }
        other => format!("the session with {place} cannot be encrypted: {other}"),
    }
}

/// What is wrong with the server's certificate, after "the certificate".
fn fault(error: &CertificateError) -> String {
    match error {
        CertificateError::UnknownIssuer => {
            "is not of an authority that is trusted; sslrootcert names the file of its authority".to_owned()
        }
        CertificateError::NotValidForNameContext {
            expected,
            presented,
        } => match presented.as_slice() {
            [] => format!("names no host as an alternative name, and `{}` is expected", expected.to_str()),
            names => format!("is not for `{}`, but for {}", expected.to_str(), listed(names)),
        },
        CertificateError::NotValidForName => "is for another host".to_owned(),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "has expired".to_owned(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet; is this machine's clock right".to_owned()
        }
        CertificateError::Revoked => "was revoked".to_owned(),
        CertificateError::BadEncoding => "cannot be read".to_owned(),
        CertificateError::BadSignature => "is not signed by the authority that it names".to_owned(),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "is not for servers".to_owned()
        }
        // It is in no variant of its own.
        CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
            "is that of an authority (CA:TRUE), which no server may use as its own; let it sign another one for the server"
                .to_owned()
        }
        other => format!("cannot be trusted: {other}"),
    }
}

/// Names such as `DnsName("db.example")`, as rustls writes them.
fn listed(names: &[String]) -> String {
    let names: Vec<_> = names
        .iter()
        .map(|name| {
            let inner = name
                .split_once('(')
                .and_then(|(_, rest)| rest.strip_suffix(')'));
            format!("`{}`", inner.unwrap_or(name).trim_matches('"'))
        })
        .collect();
    names.join(", ")
}

/// Why the server refused, from the alert that it sent.
fn refusal(alert: AlertDescription) -> String {
    match alert {
        AlertDescription::UnknownCA => {
            "it does not trust the authority of the client's certificate".to_owned()
        }
        AlertDescription::CertificateRequired => {
            "it wants a certificate of the client (sslcert and sslkey)".to_owned()
        }
        AlertDescription::BadCertificate
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateRevoked
        | AlertDescription::CertificateExpired
        | AlertDescription::CertificateUnknown
        | AlertDescription::DecryptError
        | AlertDescription::AccessDenied => {
            format!("the client's certificate will not do ({alert:?})")
        }
        AlertDescription::ProtocolVersion | AlertDescription::HandshakeFailure => {
            "it has no version or cipher of TLS that this side takes".to_owned()
        }
        other => format!("{other:?}"),
    }
}
