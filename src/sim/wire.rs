//! Connections that can be cut on purpose.
//!
//! HTTP libraries take care never to send half an answer, so faults such as a reset in the middle of a body are played one
//! level below: every accepted connection counts what is written and breaks where its [`Wire`] says. Cancelling the listener's
//! token resets every open connection at once, as a server does that dies.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// Where the next answer on a connection breaks off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// Before its first byte, with a reset.
    BeforeAnswer,
    /// After the head and this many bytes of the body, with an ordinary close.
    CloseInBody(usize),
    /// After the head and this many bytes of the body, with a reset.
    ResetInBody(usize),
}

impl Cut {
    const fn is_reset(self) -> bool {
        matches!(self, Self::BeforeAnswer | Self::ResetInBody(_))
    }
}

/// The handle by which a request's handler reaches its own connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Wire(Arc<Mutex<Option<Cut>>>);

impl Wire {
    /// Cuts the answer that is about to be written.
    pub(super) fn cut(&self, cut: Cut) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(cut);
    }

    fn planned(&self) -> Option<Cut> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connected<IncomingStream<'_, WireListener>> for Wire {
    fn connect_info(stream: IncomingStream<'_, WireListener>) -> Self {
        stream.remote_addr().clone()
    }
}

/// A listener whose connections can be cut, one by one or all together.
#[derive(Debug)]
pub(super) struct WireListener {
    inner: TcpListener,
    stop: CancellationToken,
    open: watch::Sender<usize>,
}

impl WireListener {
    /// Wraps a listener; `stop` resets its connections, `open` tells how many there are.
    pub(super) fn new(
        inner: TcpListener,
        stop: CancellationToken,
        open: watch::Sender<usize>,
    ) -> Self {
        Self { inner, stop, open }
    }
}

impl Listener for WireListener {
    type Io = WireStream;
    type Addr = Wire;

    async fn accept(&mut self) -> (WireStream, Wire) {
        loop {
            if let Ok((tcp, _)) = self.inner.accept().await {
                let wire = Wire::default();
                self.open.send_modify(|open| *open += 1);
                let stream = WireStream {
                    tcp,
                    wire: wire.clone(),
                    stop: Box::pin(self.stop.clone().cancelled_owned()),
                    left: None,
                    open: self.open.clone(),
                };
                return (stream, wire);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn local_addr(&self) -> io::Result<Wire> {
        Ok(Wire::default())
    }
}

/// One connection.
#[derive(Debug)]
pub(super) struct WireStream {
    tcp: TcpStream,
    wire: Wire,
    stop: Pin<Box<WaitForCancellationFutureOwned>>,
    /// Bytes that may still be written once the cut has met its answer.
    left: Option<usize>,
    open: watch::Sender<usize>,
}

impl WireStream {
    fn broken(&self, is_reset: bool) -> io::Error {
        if is_reset {
            // A zero linger time makes the close a reset; a connection that is gone already needs none.
            drop(self.tcp.set_zero_linger());
        }
        io::Error::from(io::ErrorKind::ConnectionAborted)
    }

    fn check_stop(&mut self, context: &mut Context<'_>) -> Result<(), io::Error> {
        match self.stop.as_mut().poll(context) {
            Poll::Ready(()) => Err(self.broken(true)),
            Poll::Pending => Ok(()),
        }
    }

    /// How much of `bytes` may be written under the planned cut; an error once it is reached.
    fn allowance(&mut self, bytes: &[u8]) -> Result<usize, io::Error> {
        let Some(cut) = self.wire.planned() else {
            return Ok(bytes.len());
        };
        let left = match (cut, self.left) {
            (_, Some(left)) => left,
            (Cut::BeforeAnswer, None) => 0,
            (Cut::CloseInBody(body) | Cut::ResetInBody(body), None) => {
                // The head is written in one piece, at the start of the first write of an answer.
                let head = bytes
                    .windows(4)
                    .position(|four| four == b"\r\n\r\n")
                    .map_or(bytes.len(), |at| at + 4);
                head + body
            }
        };
        if left == 0 {
            return Err(self.broken(cut.is_reset()));
        }
        self.left = Some(left);
        Ok(left.min(bytes.len()))
    }
}

impl AsyncRead for WireStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check_stop(context)?;
        Pin::new(&mut self.tcp).poll_read(context, buffer)
    }
}

impl AsyncWrite for WireStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check_stop(context)?;
        let allowed = self.allowance(bytes)?;
        let written =
            Pin::new(&mut self.tcp).poll_write(context, bytes.get(..allowed).unwrap_or(bytes));
        if let (Poll::Ready(Ok(count)), Some(left)) = (&written, &mut self.left) {
            *left = left.saturating_sub(*count);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }
}

impl Drop for WireStream {
    fn drop(&mut self) {
        self.open.send_modify(|open| *open = open.saturating_sub(1));
    }
}
