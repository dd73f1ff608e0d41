//! Certificates: an extra root is trusted, everything else is not, and a failed handshake is a write not sent.
//!
//! The certificates in `tests/fixtures/tls` were made for these tests: `server.pem` names `localhost` and `127.0.0.1`
//! and is signed by `root.pem`, whose key was thrown away. They end in a hundred years.

use std::io::{BufRead, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use covage_tui::api::{
    Auth, BuildError, Client, Endpoints, Login, MemoryLatch, Writer, install_crypto,
};
use covage_tui::domain::failure::FailureKind;
use covage_tui::domain::request::{Cursor, Read};
use covage_tui::domain::write::{Outcome, Write};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tokio::io::AsyncWriteExt;

use super::stub::{Passwords, Stub, TestClock, token};

const READ: Read = Read::Orders(Cursor::First);
const ROOT: &[u8] = include_bytes!("../../fixtures/tls/root.pem");
const UNRELATED: &[u8] = include_bytes!("../../fixtures/tls/unrelated_root.pem");

/// An https server on a loopback address that answers every request with no rows; its port.
fn https(address: &str) -> u16 {
    install_crypto();
    let certificate =
        CertificateDer::from_pem_slice(include_bytes!("../../fixtures/tls/server.pem")).unwrap();
    let key =
        PrivateKeyDer::from_pem_slice(include_bytes!("../../fixtures/tls/server.key")).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind((address, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = BufReader::new(StreamOwned::new(connection, stream.unwrap()));
            let mut line = String::new();
            // A client that refuses the certificate hangs up, which ends this loop with an error.
            while stream.read_line(&mut line).is_ok_and(|read| read > 2) {
                line.clear();
            }
            let answer = "HTTP/1.1 200 X\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]";
            let _ = stream.get_mut().write_all(answer.as_bytes());
        }
    });
    port
}

struct Pair {
    client: Client,
    writer: Writer,
    _identity: Stub,
}

async fn pair(api_url: String, ca_pem: Option<&[u8]>) -> Result<Pair, BuildError> {
    let identity = Stub::start(|_, _| token("a", "r", 3_600.0)).await;
    let endpoints = Endpoints {
        api_url,
        token_url: identity.url.clone(),
        ca_pem: ca_pem.map(Vec::from),
    };
    let login = Login {
        username: "me".into(),
        passwords: Arc::new(Passwords::default()),
        latch: Arc::new(MemoryLatch::default()),
        clock: Arc::new(TestClock::new()),
    };
    let auth = Auth::new(&endpoints, login)?;
    Ok(Pair {
        client: Client::new(&endpoints, auth.clone())?,
        writer: Writer::new(&endpoints, auth)?,
        _identity: identity,
    })
}

#[tokio::test]
async fn an_extra_root_is_trusted() {
    let port = https("127.0.0.1");
    for host in ["localhost", "127.0.0.1"] {
        let url = format!("https://{host}:{port}");
        let pair = pair(url, Some(ROOT)).await.unwrap();
        assert!(pair.client.read(&READ).await.is_ok(), "{host}");
        let outcome = pair.writer.send(&Write::StartOrderExport).await;
        assert!(matches!(outcome, Outcome::Applied(_)), "{outcome:?}");
    }
}

#[tokio::test]
async fn an_unknown_root_or_another_name_is_refused_before_a_byte_leaves() {
    // The whole of 127.0.0.0/8 is this machine, but the certificate names its first address only.
    for (address, root, why) in [
        ("127.0.0.1", UNRELATED, "UnknownIssuer"),
        ("127.0.0.2", ROOT, "not valid for"),
    ] {
        let url = format!("https://{address}:{}", https(address));
        let pair = pair(url, Some(root)).await.unwrap();
        let failure = pair.client.read(&READ).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Offline);
        let detail = failure.detail.unwrap();
        assert!(detail.wire().contains(why), "{detail:?}");
        let outcome = pair.writer.send(&Write::StartOrderExport).await;
        assert!(matches!(outcome, Outcome::NotSent(_)), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_gets_no_write() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let pair = pair(url, Some(ROOT)).await.unwrap();
    let server = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream
            .write_all(b"HTTP/1.1 400 X\r\nContent-Length: 0\r\n\r\n")
            .await
            .unwrap();
        stream
    };
    let (_stream, outcome) = tokio::join!(server, pair.writer.send(&Write::StartOrderExport));
    assert!(matches!(outcome, Outcome::NotSent(_)), "{outcome:?}");
}

#[tokio::test]
async fn a_file_without_certificates_is_named() {
    for bad in [
        "",
        "not PEM",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        let result = pair("https://localhost".into(), Some(bad.as_bytes())).await;
        assert!(
            matches!(
                result.map(|_| ()),
                Err(BuildError::BadRoots(_) | BuildError::Tls(_))
            ),
            "{bad:?}"
        );
    }
}
