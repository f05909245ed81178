//! SQL Server Browser, which knows the ports of named instances: what it is asked, and what is made of its answers.
//!
//! The driver asks it, always at UDP port 1434, so each test has an address of this machine to itself where there is more than one.
//!
//! Source: [MC-SQLR] 2.2, <https://learn.microsoft.com/openspecs/windows_protocols/mc-sqlr>.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};

use backend_core::error::{Error, ErrorKind};
use backend_mssql::BACKEND;
use tokio::net::UdpSocket;
use tokio::sync::Mutex as Turn;

use crate::fake::{Answer, Fake, Greeting};

/// Where the driver asks.
const PORT: u16 = 1434;

/// Where there is one address only, one test has it at a time.
static TURN: Turn<()> = Turn::const_new(());

/// An address of this machine: the last part counts the tests, the others tell processes apart. macOS has one such address only.
fn address(test: u8) -> IpAddr {
    if cfg!(target_os = "macos") {
        return Ipv4Addr::LOCALHOST.into();
    }
    let [low, high, ..] = std::process::id().to_le_bytes();
    Ipv4Addr::new(127, high | 1, low, test).into()
}

/// A Browser: it answers a question with what it is told to, and keeps the question.
struct Browser {
    asked: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Browser {
    async fn at(address: IpAddr, answer: Option<Vec<u8>>) -> Self {
        let socket = UdpSocket::bind((address, PORT)).await.unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&asked);
        tokio::spawn(async move {
            let mut question = [0; 64];
            while let Ok((length, whom)) = socket.recv_from(&mut question).await {
                kept.lock().unwrap().push(question[..length].to_vec());
                if let Some(answer) = &answer {
                    socket.send_to(answer, whom).await.unwrap();
                }
            }
        });
        Self { asked }
    }
}

/// The answer about instances: `SVR_RESP`, its length, and what is said.
fn answer(text: &str) -> Vec<u8> {
    let mut bytes = vec![0x05];
    bytes.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes
}

/// Why there is no session with an instance of whom Browser says that.
async fn refused(test: u8, said: Option<Vec<u8>>) -> Error {
    let _turn = TURN.lock().await;
    let address = address(test);
    let _browser = Browser::at(address, said).await;
    let url = format!(r"mssql://sa:secret@{address}/db?instance=sales&encrypt=disable");
    let opened = BACKEND.connect(&BACKEND.settings(&url).unwrap()).await;
    opened.err().unwrap()
}

#[tokio::test]
async fn an_instance_is_reached_at_the_port_that_browser_tells() {
    let _turn = TURN.lock().await;
    let address = address(1);
    let server = Fake::at(address, Greeting::default(), |_| Answer::done()).await;
    let said = format!(
        r"ServerName;HOST;InstanceName;SALES;IsClustered;No;Version;16.0.1000.6;np;\\HOST\pipe\MSSQL$SALES\sql\query;tcp;{};;",
        server.port()
    );
    let browser = Browser::at(address, Some(answer(&said))).await;
    for settings in [
        format!("mssql://sa:secret@{address}/db?instance=sales&encrypt=disable"),
        format!(
            r"Server={address}\sales;Database=db;User Id=sa;Password=secret;Encrypt=DANGER_PLAINTEXT"
        ),
    ] {
        let settings = BACKEND.settings(&settings).unwrap();
        BACKEND.connect(&settings).await.unwrap();
    }
    // CLNT_UCAST_INST, and the instance's name.
    assert_eq!(*browser.asked.lock().unwrap(), [b"\x04sales", b"\x04sales"]);
    assert_eq!(server.sessions(), 2);
}

#[tokio::test]
async fn a_port_that_is_given_is_not_asked_for() {
    let _turn = TURN.lock().await;
    let address = address(2);
    let server = Fake::at(address, Greeting::default(), |_| Answer::done()).await;
    let browser = Browser::at(address, None).await;
    let port = server.port();
    let url = format!("mssql://sa:secret@{address}:{port}/db?instance=sales&encrypt=disable");
    BACKEND
        .connect(&BACKEND.settings(&url).unwrap())
        .await
        .unwrap();
    assert!(browser.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_answer_without_a_port_is_an_error_that_names_browser() {
    for (test, said) in [
        // The instance does not listen on TCP; it is none; half an answer; none.
        (
            3,
            Some(answer(
                r"ServerName;HOST;InstanceName;SALES;np;\\HOST\pipe\sql\query;;",
            )),
        ),
        (4, Some(answer(""))),
        (5, Some(vec![0x05])),
        (
            6,
            Some(answer("ServerName;HOST;InstanceName;SALES;tcp;99999;;")),
        ),
        (7, None),
    ] {
        let error = refused(test, said).await;
        assert_eq!(error.kind(), ErrorKind::Connect, "{test}: {error}");
        let said = error.message();
        assert!(
            said.contains(r"\sales")
                && said.contains("SQL Server Browser")
                && said.contains("1434"),
            "{test}: {said}"
        );
    }
}
