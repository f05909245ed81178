//! A server of SQL Server's protocol that says what a test tells it to, and keeps what it is asked: bytes in, bytes out. It knows
//! no SQL. Other tests include it by its path.
//!
//! Source: [MS-TDS], <https://learn.microsoft.com/openspecs/windows_protocols/ms-tds>.

mod channel;
mod login;
mod tokens;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};

use self::channel::Channel;
pub(crate) use self::channel::{Kind, Message, utf16};
pub(crate) use self::login::{Encrypts, Login};
pub(crate) use self::tokens::{Cell, Tokens, Type};

/// What a server of the year 2022 says of itself.
pub(crate) const SQL_2022: &str = "16.0.4175.1";

/// What the server does about a request.
pub(crate) enum Answer {
    /// It answers.
    Whole(Tokens),
    /// It answers in packets of so many bytes.
    Pieces(Tokens, usize),
    /// It answers so far, and goes on when it is told to stop.
    Part(Tokens),
    /// It answers so far, and then the connection breaks.
    Broken(Tokens),
    /// It answers so, and is done with that before it hears an Attention that is under way, to which it answers as well.
    Late(Tokens),
}

impl Answer {
    /// Nothing but that it is done.
    pub(crate) fn done() -> Self {
        Self::Whole(Tokens::new().done(None))
    }
}

/// What is told about requests, each with what was asked.
type Script = Arc<dyn Fn(&Message) -> Answer + Send + Sync>;

/// How a server greets and lets in.
#[derive(Clone)]
pub(crate) struct Greeting {
    /// Whether it encrypts.
    pub(crate) encrypts: Encrypts,
    /// What proves who it is, and with which key.
    pub(crate) tls: Option<Arc<ServerConfig>>,
    /// What it answers to a login; without, the login is let in.
    pub(crate) refusal: Option<Tokens>,
    /// Whether it asks for tokens in place of passwords.
    pub(crate) takes_tokens: bool,
    /// What it says its version is.
    pub(crate) version: &'static str,
}

impl Default for Greeting {
    fn default() -> Self {
        Self {
            encrypts: Encrypts::Not,
            tls: None,
            refusal: None,
            takes_tokens: false,
            version: SQL_2022,
        }
    }
}

/// What has happened at a server.
#[derive(Default)]
struct Seen {
    messages: Vec<Message>,
    sessions: usize,
}

/// A server. It ends with the runtime.
pub(crate) struct Fake {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

impl Fake {
    /// A server that lets everybody in without encryption.
    pub(crate) async fn new(script: impl Fn(&Message) -> Answer + Send + Sync + 'static) -> Self {
        Self::greeting(Greeting::default(), script).await
    }

    /// A server that greets like that.
    pub(crate) async fn greeting(
        greeting: Greeting,
        script: impl Fn(&Message) -> Answer + Send + Sync + 'static,
    ) -> Self {
        Self::at(Ipv4Addr::LOCALHOST.into(), greeting, script).await
    }

    /// A server that greets like that, at an address of this machine.
    pub(crate) async fn at(
        address: IpAddr,
        greeting: Greeting,
        script: impl Fn(&Message) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((address, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let script: Script = Arc::new(script);
        let kept = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                locked(&kept).sessions += 1;
                let session = serve(
                    stream,
                    greeting.clone(),
                    Arc::clone(&script),
                    Arc::clone(&kept),
                );
                // Whoever goes away in the middle is what some tests are about.
                tokio::spawn(async move { session.await.ok() });
            }
        });
        Self { address, seen }
    }

    /// The URL of its database `db`, with these options beside.
    pub(crate) fn url(&self, options: &str) -> String {
        format!("mssql://sa:secret@{}/db?{options}", self.address)
    }

    /// The port that it listens at.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The messages that were sent to it so far, without those that set a session up or look after it.
    pub(crate) fn messages(&self) -> Vec<Message> {
        let seen = locked(&self.seen);
        let messages = seen.messages.iter();
        messages
            .filter(|message| {
                message.kind != Kind::Login
                    && !asks_what_it_is(message)
                    && probed(message).is_none()
            })
            .cloned()
            .collect()
    }

    /// The texts of the batches that were sent to it, with those that set a session up.
    pub(crate) fn batches(&self) -> Vec<String> {
        let seen = locked(&self.seen);
        seen.messages.iter().filter_map(Message::batch).collect()
    }

    /// The logins that were asked for.
    pub(crate) fn logins(&self) -> Vec<Login> {
        let seen = locked(&self.seen);
        let logins = seen.messages.iter();
        logins
            .filter(|message| message.kind == Kind::Login)
            .map(|message| Login::read(&message.body))
            .collect()
    }

    /// How many connections were made to it.
    pub(crate) fn sessions(&self) -> usize {
        locked(&self.seen).sessions
    }
}

fn locked(seen: &Mutex<Seen>) -> std::sync::MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether it is the batch with which a session is set up.
fn asks_what_it_is(message: &Message) -> bool {
    message
        .batch()
        .is_some_and(|batch| batch.contains("SERVERPROPERTY('ProductVersion')"))
}

/// The number that a session asks for to learn whether answers are those to its questions.
fn probed(message: &Message) -> Option<i64> {
    let batch = message.batch()?;
    let number = batch.strip_prefix("SELECT CAST(")?;
    number.strip_suffix(" AS bigint)")?.parse().ok()
}

/// One session, from the greeting to its end.
async fn serve(
    stream: TcpStream,
    greeting: Greeting,
    script: Script,
    seen: Arc<Mutex<Seen>>,
) -> io::Result<()> {
    let mut channel = Channel::new(stream);
    login::greet(&mut channel, &greeting).await?;
    let asked = channel.read().await?;
    if greeting.encrypts == Encrypts::Login {
        channel.stop_encrypting();
    }
    locked(&seen).messages.push(asked);
    if let Some(refusal) = &greeting.refusal {
        return channel.write(refusal.bytes()).await;
    }
    channel.write(login::let_in(&greeting).bytes()).await?;
    loop {
        let asked = channel.read().await?;
        let answer = if asked.kind == Kind::Attention {
            Answer::Whole(Tokens::new().attention())
        } else if asks_what_it_is(&asked) {
            Answer::Whole(login::what_it_is(greeting.version))
        } else if let Some(number) = probed(&asked) {
            Answer::Whole(Tokens::new().one_row(&[Cell::BigInt(number)]))
        } else {
            script(&asked)
        };
        locked(&seen).messages.push(asked);
        match answer {
            Answer::Whole(tokens) => channel.write(tokens.bytes()).await?,
            Answer::Pieces(tokens, size) => channel.write_pieces(tokens.bytes(), size).await?,
            Answer::Broken(tokens) => {
                channel.write_part(tokens.bytes()).await?;
                return channel.break_off().await;
            }
            Answer::Part(tokens) => {
                channel.write_part(tokens.bytes()).await?;
                let asked = channel.read().await?;
                locked(&seen).messages.push(asked);
                channel.write(Tokens::new().attention().bytes()).await?;
            }
            Answer::Late(tokens) => {
                let (last, rest) = tokens.split();
                channel.write_part(&rest).await?;
                let asked = channel.read().await?;
                locked(&seen).messages.push(asked);
                channel.write(&last).await?;
                channel.write(Tokens::new().attention().bytes()).await?;
            }
        }
    }
}
