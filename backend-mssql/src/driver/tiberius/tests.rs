//! Attention, against a server that stops at each place where a real one can: it speaks just enough of TDS to do so.

use std::time::Duration;

use backend_core::settings::{Settings, UrlStyle};
use backend_core::wrapper::Cancel as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;

use super::TiberiusClient;
use crate::driver::{Failure, Item, Request, Session, Stop, integer};
use crate::settings::{ConnectSettings, Environment, OPTIONS};

/// What the server does with the statement that is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It says nothing until it is stopped.
    Silent,
    /// It stops between two rows.
    BetweenRows,
    /// It stops in the middle of a row, whose rest comes with the acknowledgement.
    InsideARow,
    /// The statement has ended when it learns that it should stop: the acknowledgement is an answer of its own.
    Ended,
    /// The statement has failed by then.
    Failed,
    /// It closes the connection.
    Gone,
}

const ATTENTION: u8 = 6;

const ROW: u8 = 0xd1;
const DONE: u8 = 0xfd;

/// One message in one packet.
fn packet(is_last: bool, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 8).unwrap().to_be_bytes();
    let mut out = vec![4, u8::from(is_last), length[0], length[1], 0, 0, 1, 0];
    out.extend_from_slice(content);
    out
}

fn text(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The end of a statement; `0x20` acknowledges an Attention.
fn done(status: u8) -> Vec<u8> {
    let mut out = vec![DONE, status, 0, 0xc1, 0];
    out.extend_from_slice(&[0; 8]);
    out
}

/// One column, a nullable integer of 4 or 8 bytes.
fn numbers(bytes: u8) -> Vec<u8> {
    vec![0x81, 1, 0, 0, 0, 0, 0, 9, 0, 0x26, bytes, 0]
}

fn number_row(number: &[u8]) -> Vec<u8> {
    let mut out = vec![ROW, u8::try_from(number.len()).unwrap()];
    out.extend_from_slice(number);
    out
}

/// One column of texts.
fn texts() -> Vec<u8> {
    let mut out = vec![0x81, 1, 0, 0, 0, 0, 0, 9, 0, 0xe7];
    out.extend_from_slice(&[0x40, 0x1f, 9, 4, 0xd0, 0, 0x34, 0]);
    out
}

fn text_row(content: &str) -> Vec<u8> {
    let content = text(content);
    let length = u16::try_from(content.len()).unwrap().to_le_bytes();
    let mut out = vec![ROW, length[0], length[1]];
    out.extend_from_slice(&content);
    out
}

fn refusal() -> Vec<u8> {
    let message = text("refused");
    let mut body = vec![0x10, 0x27, 0, 0, 1, 16, 7, 0];
    body.extend_from_slice(&message);
    body.extend_from_slice(&[0, 0, 1, 0, 0, 0]);
    let length = u16::try_from(body.len()).unwrap().to_le_bytes();
    let mut out = vec![0xaa, length[0], length[1]];
    out.extend_from_slice(&body);
    out.extend_from_slice(&done(2));
    out
}

/// The next message: its kind and content; `None` at the end.
async fn message(stream: &mut TcpStream) -> Option<(u8, Vec<u8>)> {
    let mut content = Vec::new();
    loop {
        let mut header = [0; 8];
        stream.read_exact(&mut header).await.ok()?;
        let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
        let mut part = vec![0; length - 8];
        stream.read_exact(&mut part).await.ok()?;
        content.extend_from_slice(&part);
        if header[1] & 1 == 1 {
            return Some((header[0], content));
        }
    }
}

async fn log_in(stream: &mut TcpStream) {
    message(stream).await.unwrap();
    // No encryption.
    let offered = [0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, 2];
    stream.write_all(&packet(true, &offered)).await.unwrap();
    message(stream).await.unwrap();
    let mut acknowledged = vec![0xad, 10, 0, 1, 0x74, 0, 0, 4, 0, 16, 0, 0, 0];
    acknowledged.extend_from_slice(&done(0));
    stream
        .write_all(&packet(true, &acknowledged))
        .await
        .unwrap();
}

/// Answers as `place` says to `STOP`, and to any other text by its number.
async fn serve(mut stream: TcpStream, place: Place) {
    log_in(&mut stream).await;
    while let Some((kind, content)) = message(&mut stream).await {
        let units: Vec<u16> = content
            .chunks_exact(2)
            .map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
            .collect();
        let asked = String::from_utf16_lossy(&units);
        if kind == ATTENTION || !asked.contains("STOP") {
            let answer = if kind == ATTENTION {
                done(0x20)
            } else {
                answer(&asked)
            };
            stream.write_all(&packet(true, &answer)).await.unwrap();
            continue;
        }
        let (before, after) = halves(place);
        if !before.is_empty() {
            stream.write_all(&packet(false, &before)).await.unwrap();
        }
        assert_eq!(message(&mut stream).await.unwrap().0, ATTENTION);
        match place {
            Place::Gone => return,
            Place::Ended | Place::Failed => {
                stream.write_all(&packet(true, &after)).await.unwrap();
                stream.write_all(&packet(true, &done(0x20))).await.unwrap();
            }
            _ => stream.write_all(&packet(true, &after)).await.unwrap(),
        }
    }
}

/// What is sent before the Attention comes, and after it.
fn halves(place: Place) -> (Vec<u8>, Vec<u8>) {
    // Its bytes look like the end of a statement wherever one begins to read.
    let row = text_row(&"ý ".repeat(300));
    match place {
        Place::Silent | Place::Gone => (Vec::new(), done(0x20)),
        Place::BetweenRows => ([texts(), row].concat(), done(0x20)),
        Place::InsideARow => {
            let all = [texts(), row.clone(), row, done(0x20)].concat();
            let (before, after) = all.split_at(all.len() - 500);
            (before.to_vec(), after.to_vec())
        }
        Place::Ended => (texts(), [row, done(0x10)].concat()),
        Place::Failed => (texts(), refusal()),
    }
}

/// A row with the number in `SELECT n` or `SELECT CAST(n AS bigint)`.
fn answer(asked: &str) -> Vec<u8> {
    let digits: String = asked.chars().filter(char::is_ascii_digit).collect();
    let number: i64 = digits.parse().unwrap();
    if asked.contains("bigint") {
        [numbers(8), number_row(&number.to_le_bytes()), done(0x10)].concat()
    } else {
        let number = i32::try_from(number).unwrap();
        [numbers(4), number_row(&number.to_le_bytes()), done(0x10)].concat()
    }
}

async fn open(place: Place) -> Session {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        serve(stream, place).await;
    });
    let url = format!("mssql://ann:pass@127.0.0.1:{port}?encrypt=disable");
    let settings = Settings::from_url(&url, UrlStyle::Server, OPTIONS).unwrap();
    let settings = ConnectSettings::of(&settings, &Environment::of_table(&[])).unwrap();
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let client = TiberiusClient::log_in(&settings, "127.0.0.1", stream).await;
    Session::new(Box::new(client.unwrap()), &Handle::current())
}

/// Runs a text to its end and gives the number in its last row.
async fn run(session: &mut Session, sql: &str) -> Result<Option<i32>, Failure> {
    let mut call = session.call();
    let mut answer = call.send(Request::Batch(sql.to_owned())).await?;
    let mut number = None;
    while let Some(item) = answer.next().await? {
        if let Item::Row(row) = item {
            number = integer(&row, 0);
        }
    }
    Ok(number)
}

const ALIVE: [Place; 5] = [
    Place::Silent,
    Place::BetweenRows,
    Place::InsideARow,
    Place::Ended,
    Place::Failed,
];

#[tokio::test]
async fn a_request_that_is_cancelled_leaves_the_session_in_step() {
    for place in ALIVE {
        let mut session = open(place).await;
        assert_eq!(run(&mut session, "SELECT 6").await, Ok(Some(6)));
        let stopper = session.stopper();
        let cancelling = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            stopper.cancel().unwrap();
        });
        let ended = run(&mut session, "STOP").await;
        assert_eq!(ended, Err(Failure::Stopped(Stop::Cancelled)), "{place:?}");
        cancelling.await.unwrap();
        for number in [7, 8] {
            let answer = run(&mut session, &format!("SELECT {number}")).await;
            assert_eq!(answer, Ok(Some(number)), "{place:?}");
        }
    }
}

#[tokio::test]
async fn a_request_that_is_dropped_or_out_of_time_leaves_the_session_in_step() {
    for place in ALIVE {
        let mut session = open(place).await;
        let dropped = tokio::time::timeout(Duration::from_millis(20), run(&mut session, "STOP"));
        assert!(dropped.await.is_err(), "{place:?}");
        assert_eq!(
            run(&mut session, "SELECT 7").await,
            Ok(Some(7)),
            "{place:?}"
        );
        session.set_limit(Some(Duration::from_millis(20)));
        let ended = run(&mut session, "STOP").await;
        assert_eq!(ended, Err(Failure::Stopped(Stop::TimedOut)), "{place:?}");
        session.set_limit(None);
        assert_eq!(
            run(&mut session, "SELECT 8").await,
            Ok(Some(8)),
            "{place:?}"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_stopped_is_not_and_nothing_is_where_nothing_runs() {
    let mut session = open(Place::Silent).await;
    let stopper = session.stopper();
    stopper.cancel().unwrap();
    assert_eq!(run(&mut session, "SELECT 7").await, Ok(Some(7)));
    let mut call = session.own_call();
    stopper.cancel().unwrap();
    assert!(
        call.run(Request::Batch("SELECT 8".to_owned()))
            .await
            .is_ok()
    );
    drop(call);
    let mut call = session.call();
    stopper.cancel().unwrap();
    let refused = call.run(Request::Batch("SELECT 9".to_owned())).await;
    assert_eq!(refused, Err(Failure::Stopped(Stop::Cancelled)));
}

#[tokio::test]
async fn a_session_without_a_server_is_never_used_again() {
    let mut session = open(Place::Gone).await;
    session.set_limit(Some(Duration::from_millis(20)));
    let ended = run(&mut session, "STOP").await;
    assert_eq!(ended, Err(Failure::Stopped(Stop::TimedOut)));
    assert!(!session.is_open());
    let refused = run(&mut session, "SELECT 7").await;
    assert!(matches!(refused, Err(Failure::Lost { .. })), "{refused:?}");
}
