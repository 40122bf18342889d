//! What was drawn lately, so that a thousand readers of one board cost one drawing. It holds a few
//! pictures and no more: a question that nobody asks again makes room.

use crate::atlas::Atlas;
use crate::picture::Picture;
use bytes::Bytes;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many pictures are kept.
const KEPT: usize = 16;

/// A picture as it is sent.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) bytes: Bytes,
    /// A weak entity tag: it stands for the content in any encoding.
    pub(super) etag: String,
}

/// The province, ready to be drawn, and what was drawn of it lately.
pub struct Shelf {
    pub(super) picture: Picture,
    /// By their question, the one that was asked last at the end.
    lately: Mutex<VecDeque<(String, Arc<Drawn>)>>,
    turns: Arc<Semaphore>,
}

impl Shelf {
    /// An empty shelf.
    pub fn of(atlas: Arc<Atlas>) -> Self {
        Self { picture: Picture::of(atlas), lately: Mutex::default(), turns: Arc::new(Semaphore::new(1)) }
    }

    /// The picture for a question, if it was drawn lately.
    pub(super) fn get(&self, key: &str) -> Option<Arc<Drawn>> {
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        let at = lately.iter().position(|(known, _)| known == key)?;
        let found = lately.remove(at)?;
        let drawn = found.1.clone();
        lately.push_back(found);
        Some(drawn)
    }

    /// Keeps a picture for a while.
    pub(super) fn put(&self, key: String, drawn: Drawn) -> Arc<Drawn> {
        let drawn = Arc::new(drawn);
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        lately.retain(|(known, _)| *known != key);
        lately.push_back((key, drawn.clone()));
        while lately.len() > KEPT {
            lately.pop_front();
        }
        drawn
    }

    /// The turn of one who draws pixels.
    pub(super) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        self.turns.clone().acquire_owned().await.ok()
    }
}
