//! From the first byte of a POST of 65 rows to the frame at a viewer's socket, beside writing a page
//! of a file and a bare fsync, which every commit has to wait for.

use crate::server::{Server, file};
use crate::table::{Bound, Table, percentile};
use futures_util::StreamExt;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use vungxanh::atlas::Atlas;

/// What nearly every report takes at most, the disk included.
const LONGEST: Duration = Duration::from_millis(20);

pub(crate) async fn report_to_socket(table: &mut Table, folder: &Path) {
    let atlas = Atlas::shipped();
    let server = Server::start(folder, "socket.db");
    let (mut socket, _) =
        tokio_tungstenite::connect_async(format!("ws://{}/api/v1/live", server.address)).await.expect("a socket");
    socket.next().await;
    let mut file_of_fsync = File::create(folder.join("fsync")).expect("a file");
    let (mut frames, mut fsyncs) = (Vec::new(), Vec::new());
    for round in 0..200 {
        let body = file(&atlas, round, 1);
        let begun = Instant::now();
        tokio::task::block_in_place(|| server.post(&body));
        socket.next().await.expect("a frame").expect("a good frame");
        frames.push(begun.elapsed());
        let begun = Instant::now();
        file_of_fsync.write_all(&[0; 4096]).expect("a write");
        file_of_fsync.sync_all().expect("an fsync");
        fsyncs.push(begun.elapsed());
    }
    for percent in [50, 99] {
        let what = format!("POST of 65 rows to the frame at a viewer's socket, p{percent} (reference: fsync)");
        let (frame, fsync) = (percentile(&mut frames, percent), percentile(&mut fsyncs, percent));
        let bound = if percent == 99 { Bound::Told("≤ 20 ms", frame <= LONGEST) } else { Bound::None };
        table.row(what, frame, fsync, bound);
    }
}
