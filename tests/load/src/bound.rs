//! The bound: a loop that waits for its sockets and writes a frame to each, once. It checks nothing,
//! keeps nothing and would break on a peer that does not read; nothing that does more costs less.

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use std::io::{self, ErrorKind, Read, Write};

/// The answer to the one key that our viewers send.
const ANSWER: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
const TAKEN: &[u8] = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
const DOOR: Token = Token(usize::MAX);

struct Guest {
    stream: TcpStream,
    head: Vec<u8>,
    is_in: bool,
}

/// Serves until it is killed. `POST /pub` is sent to everyone.
pub(crate) fn serve() -> io::Result<()> {
    let mut poll = Poll::new()?;
    let mut door = TcpListener::from_std(listener()?);
    poll.registry().register(&mut door, DOOR, Interest::READABLE)?;
    println!("listening on http://{}", door.local_addr()?);
    let mut events = Events::with_capacity(1024);
    let (mut guests, mut buffer) = (Vec::<Option<Guest>>::new(), vec![0; 64 * 1024]);
    loop {
        poll.poll(&mut events, None)?;
        let mut news = None;
        for event in &events {
            if event.token() == DOOR {
                while let Ok((mut stream, _)) = door.accept() {
                    stream.set_nodelay(true)?;
                    poll.registry().register(&mut stream, Token(guests.len()), Interest::READABLE)?;
                    guests.push(Some(Guest { stream, head: Vec::new(), is_in: false }));
                }
            } else if let Some(guest) = &mut guests[event.token().0] {
                match guest.read(&mut buffer) {
                    Ok(Some(body)) => news = Some(body),
                    Ok(None) => {}
                    Err(_) => guests[event.token().0] = None,
                }
            }
        }
        if let Some(frame) = news {
            for guest in guests.iter_mut().flatten().filter(|guest| guest.is_in) {
                // The bound cares for nobody.
                let _ = guest.stream.write(&frame);
            }
        }
    }
}

/// A listener that as many may knock at as the kernel lets.
pub(crate) fn listener() -> io::Result<std::net::TcpListener> {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None)?;
    socket.set_reuse_address(true)?;
    socket.bind(&std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into())?;
    socket.listen(4096)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

impl Guest {
    /// Reads what there is: a handshake, or a body to send to everyone.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<Option<Vec<u8>>> {
        loop {
            match self.stream.read(buffer) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(_) if self.is_in => {}
                Ok(read) => self.head.extend_from_slice(&buffer[..read]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        let Some(end) = self.head.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
        if self.head.starts_with(b"GET ") {
            self.stream.write_all(ANSWER)?;
            (self.head, self.is_in) = (Vec::new(), true);
            return Ok(None);
        }
        let said = String::from_utf8_lossy(&self.head[..end]).to_lowercase();
        let length = said.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        let whole = end + 4 + length.unwrap_or_default();
        if self.head.len() < whole {
            return Ok(None);
        }
        let body = frame(&self.head[end + 4..whole]);
        self.head.clear();
        self.stream.write_all(TAKEN)?;
        Ok(Some(body))
    }
}

/// A text with the header of its frame.
fn frame(text: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x81];
    match u16::try_from(text.len()) {
        Ok(length @ 0..=125) => frame.push(length.to_le_bytes()[0]),
        Ok(length) => {
            frame.push(126);
            frame.extend_from_slice(&length.to_be_bytes());
        }
        Err(_) => {
            frame.push(127);
            frame.extend_from_slice(&(text.len() as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(text);
    frame
}
