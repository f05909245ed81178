//! How a server greets, and what it is asked before it lets somebody in.

use std::io;
use std::sync::Arc;

use rustls::ServerConnection;

use super::Greeting;
use super::channel::{Channel, utf16};
use super::tokens::{Cell, Tokens, Type};

/// The option of greetings that says whether tokens are asked for.
const TOKENS: u8 = 6;
/// The feature of logins that holds a token.
const FEDERATED: u8 = 2;

/// Whether a server encrypts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encrypts {
    /// It cannot.
    Not,
    /// The login.
    Login,
    /// All of a session.
    All,
    /// All, from the first byte on.
    AtOnce,
}

impl Encrypts {
    const fn byte(self) -> u8 {
        match self {
            Self::Login => 0,
            Self::All | Self::AtOnce => 1,
            Self::Not => 2,
        }
    }
}

/// Greets whoever has connected.
pub(super) async fn greet(channel: &mut Channel, greeting: &Greeting) -> io::Result<()> {
    let tls = || {
        let config = greeting.tls.as_ref().map(Arc::clone);
        let config = config.ok_or_else(|| io::Error::other("there is no certificate"))?;
        ServerConnection::new(config).map_err(io::Error::other)
    };
    if greeting.encrypts == Encrypts::AtOnce {
        channel.encrypt_at_once(tls()?);
    }
    let asked = channel.read().await?;
    let wanted = option(&asked.body, 1).and_then(|bytes| bytes.first().copied());
    // Version, encryption, instance, thread, several results at once; each with its place and length.
    let encrypts = [greeting.encrypts.byte()];
    let mut values: Vec<(u8, &[u8])> = vec![
        (0, &[16, 0, 0x10, 0x4F, 0, 0]),
        (1, &encrypts),
        (2, &[0]),
        (3, &[]),
        (4, &[0]),
    ];
    if greeting.takes_tokens && option(&asked.body, TOKENS).is_some() {
        values.push((TOKENS, &[1]));
    }
    let mut place = values.len() * 5 + 1;
    let (mut table, mut data) = (Vec::new(), Vec::<u8>::new());
    for (number, value) in values {
        table.push(number);
        table.extend(u16::try_from(place).unwrap().to_be_bytes());
        table.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
        data.extend(value);
        place += value.len();
    }
    table.push(0xFF);
    table.extend(data);
    channel.write(&table).await?;
    // Who cannot encrypt is told that all is encrypted, and goes away.
    let encrypts = matches!(greeting.encrypts, Encrypts::Login | Encrypts::All);
    if encrypts && wanted != Some(2) {
        channel.encrypt(tls()?).await?;
    }
    Ok(())
}

/// An option of a greeting.
fn option(body: &[u8], number: u8) -> Option<&[u8]> {
    let entries = body
        .chunks(5)
        .take_while(|entry| entry.first() != Some(&0xFF));
    for entry in entries {
        let [found, high, low, long, short] = entry else {
            return None;
        };
        if *found == number {
            let from = usize::from(u16::from_be_bytes([*high, *low]));
            let length = usize::from(u16::from_be_bytes([*long, *short]));
            return body.get(from..from + length);
        }
    }
    None
}

/// The numbers of a version such as `16.0.4175.1`.
fn numbers(version: &str) -> [u8; 4] {
    let mut numbers = version
        .split('.')
        .map(|number| number.parse::<u16>().unwrap());
    let mut next = || numbers.next().unwrap_or_default();
    let (major, minor, [high, low]) = (next(), next(), next().to_be_bytes());
    [
        u8::try_from(major).unwrap(),
        u8::try_from(minor).unwrap(),
        high,
        low,
    ]
}

/// What a login is answered that is let in.
pub(super) fn let_in(greeting: &Greeting) -> Tokens {
    let tokens = Tokens::new()
        .changed(1, "db", "master")
        .info(5701, "Changed database context to 'db'.")
        .collation()
        .changed(2, "us_english", "")
        .let_in(numbers(greeting.version))
        .changed(4, "4096", "4096");
    if greeting.takes_tokens {
        // FEATUREEXTACK: the feature of tokens, without data, and no more.
        tokens.raw(&[0xAE, FEDERATED, 0, 0, 0, 0, 0xFF]).done(None)
    } else {
        tokens.done(None)
    }
}

/// What a server says of itself.
pub(super) fn what_it_is(version: &str) -> Tokens {
    Tokens::new().one_row(&[
        Cell::Text(version),
        Cell::Text("Developer Edition (64-bit)"),
        Cell::Int(3),
        Cell::Text("SQL_Latin1_General_CP1_CI_AS"),
        Cell::Int(160),
        Cell::Null(Type::Text),
    ])
}

/// Who asks for a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Login {
    pub(crate) packet_size: u32,
    pub(crate) reads_only: bool,
    pub(crate) workstation: String,
    pub(crate) user: String,
    pub(crate) password: String,
    pub(crate) application: String,
    pub(crate) server: String,
    pub(crate) database: String,
    /// The token, where there is one, and whether it is said that the server has asked for it.
    pub(crate) token: Option<(String, bool)>,
}

impl Login {
    pub(super) fn read(body: &[u8]) -> Self {
        let number = |at: usize| {
            let bytes = body.get(at..at + 2).unwrap_or_default();
            usize::from(u16::from_le_bytes(bytes.try_into().unwrap_or_default()))
        };
        let bytes = |at: usize| {
            let (from, units) = (number(at), number(at + 2));
            body.get(from..from + units * 2).unwrap_or_default()
        };
        let packet_size = body.get(8..12).unwrap_or_default();
        // Each byte is turned around and mixed, so that nobody reads it by chance.
        let password: Vec<u8> = bytes(44)
            .iter()
            .map(|byte| (byte ^ 0xA5).rotate_left(4))
            .collect();
        Self {
            packet_size: u32::from_le_bytes(packet_size.try_into().unwrap_or_default()),
            reads_only: body.get(26).is_some_and(|flags| flags & 0x20 != 0),
            workstation: utf16(bytes(36)),
            user: utf16(bytes(40)),
            password: utf16(&password),
            application: utf16(bytes(48)),
            server: utf16(bytes(52)),
            database: utf16(bytes(68)),
            token: token(body, number(56)),
        }
    }
}

/// The token of a login that has extensions.
///
/// Source: [MS-TDS] 2.2.6.4, its `FeatureExt` and the data of FEDAUTH.
fn token(body: &[u8], extension: usize) -> Option<(String, bool)> {
    /// Says in the third flags that there are extensions.
    const EXTENDED: u8 = 0x10;
    /// How a token stands in the options of its feature, and what says that the server has asked for it.
    const SECURITY_TOKEN: u8 = 0x01;
    const ECHO: u8 = 0x01;

    let long = |at: usize| {
        let bytes = body.get(at..at + 4).unwrap();
        usize::try_from(u32::from_le_bytes(bytes.try_into().unwrap())).unwrap()
    };
    if body.get(27)? & EXTENDED == 0 {
        return None;
    }
    let mut at = long(extension);
    while *body.get(at)? != 0xFF {
        if *body.get(at)? == FEDERATED {
            let options = *body.get(at + 5)?;
            assert_eq!(options >> 1, SECURITY_TOKEN);
            let length = long(at + 6);
            let token = utf16(body.get(at + 10..at + 10 + length)?);
            return Some((token, options & ECHO != 0));
        }
        at += 5 + long(at + 1);
    }
    None
}
