//! Echoes whatever is said, over the sockets that the server delivers on: what a conformance suite
//! talks to, since the server itself says nothing back.

use mio::{Events, Interest, Poll, Token};
use slab::Slab;
use std::io;
use std::net::TcpStream;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};
use tungstenite::protocol::Message;
use vungxanh::live::{Limits, Socket};

/// As much as the suite's largest cases say.
const LIMITS: Limits = Limits { message: 16 << 20, flood: usize::MAX };
const WAKE: Token = Token(usize::MAX);

/// Serves until it is killed.
pub(crate) fn serve() -> io::Result<()> {
    let mut poll = Poll::new()?;
    let waker = mio::Waker::new(poll.registry(), WAKE)?;
    let (tell, arrivals) = channel();
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    println!("listening on http://{}", listener.local_addr()?);
    std::thread::spawn(move || greet(&listener, &tell, &waker));
    let (mut events, mut sockets) = (Events::with_capacity(64), Slab::<Socket>::new());
    loop {
        poll.poll(&mut events, Some(Duration::from_secs(1)))?;
        let now = Instant::now();
        while let Ok(stream) = arrivals.try_recv() {
            let mut stream = mio::net::TcpStream::from_std(stream);
            let place = sockets.vacant_entry();
            let both = Interest::READABLE | Interest::WRITABLE;
            poll.registry().register(&mut stream, Token(place.key()), both)?;
            let at = place.key();
            place.insert(Socket::new(stream, Vec::new(), LIMITS, now));
            turn(&mut sockets, at, now);
        }
        for event in &events {
            if event.token() != WAKE {
                turn(&mut sockets, event.token().0, now);
            }
        }
        sockets.retain(|_, socket| {
            socket.expire(now);
            !socket.ended()
        });
    }
}

fn turn(sockets: &mut Slab<Socket>, at: usize, now: Instant) {
    if let Some(socket) = sockets.get_mut(at) {
        socket.flush(now);
        socket.read(now, |socket, message| {
            if let message @ (Message::Text(_) | Message::Binary(_)) = message {
                socket.say(message, now);
            }
        });
        if socket.ended() {
            sockets.remove(at);
        }
    }
}

/// Shakes hands with whoever comes, and hands the stream over.
fn greet(listener: &std::net::TcpListener, tell: &Sender<TcpStream>, waker: &mio::Waker) {
    for stream in listener.incoming().flatten() {
        // Who comes without a handshake goes without an answer.
        let Ok(socket) = tungstenite::accept(stream) else { continue };
        let stream = socket.into_inner();
        stream.set_nonblocking(true).expect("a stream that does not wait");
        if tell.send(stream).is_err() {
            return;
        }
        waker.wake().expect("the loop runs");
    }
}
