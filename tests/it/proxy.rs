//! A TCP proxy on loopback that cuts real sockets where a test says.
//!
//! Everything passes untouched until a [`Cut`] is armed; the cut hits the next request it is meant for, once, and from
//! then on everything passes again. A client that tried a second time would therefore succeed, and be seen.
//!
//! ```text
//!   let proxy = Proxy::before(&server.url).await;        // the client is given proxy.url()
//!   proxy.arm(Cut { point, end, on: "PATCH /api/v1/quote_item/".into(), seed: 7 }).await;
//!   ...                                                  // the client writes
//!   let seen = proxy.until_cut().await;                  // what of that exchange went through
//!   proxy.heal().await;                                  // only Point::BeforeConnect lasts until then
//! ```
//!
//! The two points before the first byte cannot know what will be asked: they hit the next connection, whatever it is for.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Where an exchange is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Point {
    /// The connection is refused, until [`Proxy::heal`].
    BeforeConnect,
    /// The connection is there; not a byte of it is passed on.
    AfterConnect,
    AfterFirstRequestByte,
    MidRequestHead,
    /// Of a request without a body this is the whole of it.
    AfterRequestHead,
    MidRequestBody,
    /// The server has the whole request; its answer is not waited for.
    AfterRequest,
    /// The server has begun to answer; not a byte of that is passed on.
    BeforeResponse,
    AfterStatusLine,
    MidResponseHead,
    MidResponseBody,
    /// The client has the whole answer.
    AfterResponse,
}

impl Point {
    pub(crate) const ALL: [Self; 12] = [
        Self::BeforeConnect,
        Self::AfterConnect,
        Self::AfterFirstRequestByte,
        Self::MidRequestHead,
        Self::AfterRequestHead,
        Self::MidRequestBody,
        Self::AfterRequest,
        Self::BeforeResponse,
        Self::AfterStatusLine,
        Self::MidResponseHead,
        Self::MidResponseBody,
        Self::AfterResponse,
    ];
}

/// How both sides learn of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// FIN: the stream ends, as when a server closes.
    Close,
    /// RST, as when a machine or a middlebox gives up.
    Reset,
}

/// One cut.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    pub(crate) point: Point,
    pub(crate) end: End,
    /// What the request line begins with, such as `PATCH ` or `POST /api/v1/quote/`; empty for any.
    pub(crate) on: String,
    /// Chooses where the middle is and in which portions bytes are passed on.
    pub(crate) seed: u64,
}

/// What went through of the exchange that was cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Whether the cut has happened.
    pub(crate) is_cut: bool,
    /// Bytes of the request that are known to have left the client, passed on or not.
    pub(crate) sent: usize,
    /// Whether the client was given a whole answer.
    pub(crate) is_answered: bool,
}

struct Shared {
    server: SocketAddr,
    address: SocketAddr,
    armed: Mutex<Option<Cut>>,
    seen: watch::Sender<Seen>,
    connections: AtomicUsize,
    /// Whether connections are accepted.
    is_open: watch::Sender<bool>,
    /// Whether the door, when it shuts, cuts off whoever is inside.
    is_severing: AtomicBool,
}

/// Whether a cut is meant for a request.
enum Meant {
    No,
    Yes(Cut),
    /// Too little of the request is known.
    Unsure,
}

impl Shared {
    fn cut_for(&self, request: &[u8]) -> Meant {
        let mut armed = self.armed.lock().unwrap();
        let Some(cut) = armed.as_ref().filter(|cut| cut.point > Point::AfterConnect) else {
            return Meant::No;
        };
        let on = cut.on.as_bytes();
        let known = on.len().min(request.len());
        if request[..known] != on[..known] {
            return Meant::No;
        }
        if known < on.len() {
            return Meant::Unsure;
        }
        armed.take().map_or(Meant::No, Meant::Yes)
    }
}

/// Runs until it is dropped.
pub(crate) struct Proxy {
    shared: Arc<Shared>,
    /// Whether the door is as open as it should be.
    door: watch::Sender<bool>,
    /// Bound and never listening: keeps the port while the door is shut.
    _port: TcpSocket,
    _tasks: JoinSet<()>,
}

impl Proxy {
    /// A proxy before the server at `url`, such as `http://127.0.0.1:8080`.
    pub(crate) async fn before(url: &str) -> Self {
        let server = url.trim_start_matches("http://").trim_end_matches('/');
        let port = socket(SocketAddr::from(([127, 0, 0, 1], 0)));
        let shared = Arc::new(Shared {
            server: server.parse().unwrap(),
            address: port.local_addr().unwrap(),
            armed: Mutex::default(),
            seen: watch::Sender::new(Seen::default()),
            connections: AtomicUsize::new(0),
            is_open: watch::Sender::new(false),
            is_severing: AtomicBool::new(false),
        });
        let door = watch::Sender::new(true);
        let mut tasks = JoinSet::new();
        tasks.spawn(attend(door.subscribe(), Arc::clone(&shared)));
        let proxy = Self {
            shared,
            door,
            _port: port,
            _tasks: tasks,
        };
        proxy.set_door(true).await;
        proxy
    }

    /// Where the client is sent.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    /// Cuts the next request that `cut` is meant for.
    pub(crate) async fn arm(&self, cut: Cut) {
        let shuts = cut.point == Point::BeforeConnect;
        self.shared.seen.send_replace(Seen {
            is_cut: shuts,
            ..Seen::default()
        });
        if shuts {
            self.set_door(false).await;
        } else {
            *self.shared.armed.lock().unwrap() = Some(cut);
        }
    }

    /// Lets everything pass again.
    pub(crate) async fn heal(&self) {
        *self.shared.armed.lock().unwrap() = None;
        self.set_door(true).await;
    }

    /// Cuts every connection off wherever it is, and lets nobody in before [`Proxy::heal`]: what a client that dies leaves.
    pub(crate) async fn sever(&self) {
        self.shared.is_severing.store(true, Ordering::Relaxed);
        self.set_door(false).await;
    }

    /// Waits until the armed cut has happened and both sides have let go.
    pub(crate) async fn until_cut(&self) -> Seen {
        let mut seen = self.shared.seen.subscribe();
        *seen.wait_for(|seen| seen.is_cut).await.unwrap()
    }

    /// Connections that were accepted.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }

    async fn set_door(&self, is_open: bool) {
        self.door.send_replace(is_open);
        let mut done = self.shared.is_open.subscribe();
        done.wait_for(|done| *done == is_open).await.unwrap();
    }
}

fn socket(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseport(true).unwrap();
    socket.bind(address).unwrap();
    socket
}

/// Accepts connections while the door is open. A shut door is a port on which nobody listens.
async fn attend(mut door: watch::Receiver<bool>, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        if door.wait_for(|is_open| *is_open).await.is_err() {
            return;
        }
        let listener = socket(shared.address).listen(1_024).unwrap();
        shared.is_open.send_replace(true);
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    shared.connections.fetch_add(1, Ordering::Relaxed);
                    connections.spawn(serve(accepted.unwrap().0, Arc::clone(&shared)));
                }
                shut = door.wait_for(|is_open| !is_open) => {
                    if shut.is_err() {
                        return;
                    }
                    break;
                }
            }
        }
        drop(listener);
        if shared.is_severing.swap(false, Ordering::Relaxed) {
            connections.shutdown().await;
        }
        shared.is_open.send_replace(false);
    }
}

async fn serve(client: TcpStream, shared: Arc<Shared>) {
    let cut = shared
        .armed
        .lock()
        .unwrap()
        .take_if(|cut| cut.point == Point::AfterConnect);
    let Ok(server) = TcpStream::connect(shared.server).await else {
        return;
    };
    for side in [&client, &server] {
        side.set_nodelay(true).unwrap();
    }
    let pipe = Pipe {
        client,
        server,
        request: Vec::new(),
        shared,
    };
    match cut {
        Some(cut) => pipe.end(&cut, false).await,
        // A side that has gone is the end of a connection, here as anywhere.
        None => drop(pipe.run().await),
    }
}

/// One connection.
struct Pipe {
    client: TcpStream,
    server: TcpStream,
    /// Bytes of the request that have left the client and were not passed on yet.
    request: Vec<u8>,
    shared: Arc<Shared>,
}

impl Pipe {
    /// Passes requests and answers until one is cut or a side hangs up.
    async fn run(mut self) -> io::Result<()> {
        let mut answer = Vec::new();
        loop {
            tokio::select! {
                read = self.client.read_buf(&mut self.request) => {
                    if read? == 0 {
                        self.server.shutdown().await?;
                        tokio::io::copy(&mut self.server, &mut self.client).await?;
                        return Ok(());
                    }
                    if let Some(cut) = self.meant().await? {
                        let is_answered = self.pass_until(&cut).await.unwrap_or(false);
                        self.end(&cut, is_answered).await;
                        return Ok(());
                    }
                    self.pass_request().await?;
                }
                read = self.server.read_buf(&mut answer) => {
                    if read? == 0 {
                        return self.client.shutdown().await;
                    }
                    self.client.write_all(&answer).await?;
                    answer.clear();
                }
            }
        }
    }

    /// The armed cut, if it is meant for the request that has begun.
    async fn meant(&mut self) -> io::Result<Option<Cut>> {
        loop {
            match self.shared.cut_for(&self.request) {
                Meant::No => return Ok(None),
                Meant::Yes(cut) => return Ok(Some(cut)),
                Meant::Unsure => fill(&mut self.client, &mut self.request).await?,
            }
        }
    }

    /// Passes the request that has begun, whole.
    async fn pass_request(&mut self) -> io::Result<()> {
        let length = self.request_length().await?;
        while self.request.len() < length {
            fill(&mut self.client, &mut self.request).await?;
        }
        self.server.write_all(&self.request).await?;
        self.request.clear();
        Ok(())
    }

    async fn request_length(&mut self) -> io::Result<usize> {
        let head = head(&mut self.client, &mut self.request).await?;
        Ok(head + content_length(&self.request[..head]).unwrap_or(0))
    }

    /// Passes what lies before the point of `cut`, and says whether the whole answer does.
    async fn pass_until(&mut self, cut: &Cut) -> io::Result<bool> {
        let mut dice = cut.seed;
        let until = match cut.point {
            Point::BeforeConnect | Point::AfterConnect => 0,
            Point::AfterFirstRequestByte => 1,
            _ => {
                let head = head(&mut self.client, &mut self.request).await?;
                let length = self.request_length().await?;
                match cut.point {
                    Point::MidRequestHead => between(&mut dice, 1, head),
                    Point::AfterRequestHead => head,
                    Point::MidRequestBody => between(&mut dice, head, length),
                    _ => length,
                }
            }
        };
        while self.request.len() < until {
            fill(&mut self.client, &mut self.request).await?;
        }
        portions(&mut dice, &mut self.server, &self.request[..until]).await?;
        if cut.point <= Point::AfterRequest {
            return Ok(false);
        }
        self.pass_answer_until(cut, &mut dice).await
    }

    async fn pass_answer_until(&mut self, cut: &Cut, dice: &mut u64) -> io::Result<bool> {
        let mut answer = Vec::new();
        fill(&mut self.server, &mut answer).await?;
        if cut.point == Point::BeforeResponse {
            return Ok(false);
        }
        let head = head(&mut self.server, &mut answer).await?;
        let line = 2 + find(&answer, b"\r\n").unwrap_or(head);
        let length = answer_length(&mut self.server, &mut answer, head).await?;
        let until = match cut.point {
            Point::AfterStatusLine => line,
            Point::MidResponseHead => between(dice, line, head),
            Point::MidResponseBody => between(dice, head, length),
            _ => length,
        };
        portions(dice, &mut self.client, &answer[..until]).await?;
        Ok(until == length)
    }

    /// Ends the connection to both sides. After a close what is still on its way is taken and thrown away, so that no
    /// reset follows.
    async fn end(mut self, cut: &Cut, is_answered: bool) {
        let mut sent = self.request.len();
        match cut.end {
            End::Reset => {
                for side in [&self.client, &self.server] {
                    side.set_zero_linger().unwrap();
                }
            }
            End::Close => {
                // Either side may have gone by itself.
                let _ = self.client.shutdown().await;
                let _ = self.server.shutdown().await;
                let drained = tokio::join!(drain(&mut self.client), drain(&mut self.server));
                sent += drained.0;
            }
        }
        drop((self.client, self.server));
        self.shared.seen.send_replace(Seen {
            is_cut: true,
            sent,
            is_answered,
        });
    }
}

/// A place strictly between two, or the first where there is none.
fn between(dice: &mut u64, from: usize, to: usize) -> usize {
    match to.saturating_sub(from) {
        0 | 1 => from,
        room => from + 1 + usize::try_from(roll(dice)).unwrap() % (room - 1),
    }
}

/// The next number of a seed, by `SplitMix64`.
fn roll(dice: &mut u64) -> u64 {
    *dice = dice.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *dice;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Passes bytes in up to four portions, each on its way before the next.
async fn portions(dice: &mut u64, to: &mut TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    for _ in 0..3 {
        let (now, later) = bytes.split_at(between(dice, 0, bytes.len()));
        to.write_all(now).await?;
        tokio::task::yield_now().await;
        bytes = later;
    }
    to.write_all(bytes).await
}

/// More bytes, at least one.
async fn fill(from: &mut TcpStream, into: &mut Vec<u8>) -> io::Result<()> {
    match from.read_buf(into).await? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

/// Reads the whole head and says how long it is.
async fn head(from: &mut TcpStream, into: &mut Vec<u8>) -> io::Result<usize> {
    loop {
        if let Some(end) = find(into, b"\r\n\r\n") {
            return Ok(end + 4);
        }
        fill(from, into).await?;
    }
}

/// Reads the whole answer and says how long it is: by its length, by its last chunk, or until the server hangs up.
async fn answer_length(from: &mut TcpStream, into: &mut Vec<u8>, head: usize) -> io::Result<usize> {
    if let Some(body) = content_length(&into[..head]) {
        while into.len() < head + body {
            fill(from, into).await?;
        }
        return Ok(head + body);
    }
    let is_chunked = header(&into[..head], "transfer-encoding").is_some();
    while !(is_chunked && into.ends_with(b"\r\n0\r\n\r\n")) {
        if from.read_buf(into).await? == 0 {
            break;
        }
    }
    Ok(into.len())
}

/// Reads until the other side has hung up; says how much came.
async fn drain(from: &mut TcpStream) -> usize {
    let (mut bytes, mut count) = (vec![0; 64 * 1024], 0);
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        count += read;
    }
    count
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn content_length(head: &[u8]) -> Option<usize> {
    header(head, "content-length")?.parse().ok()
}

fn header(head: &[u8], name: &str) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let mut headers = head.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = headers.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    Some(value.trim().to_owned())
}
