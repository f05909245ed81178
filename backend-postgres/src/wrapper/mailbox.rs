//! [`Mailbox`]: what the server tells a session beside its answers, kept until somebody asks for it.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::wrapper::{Notice, Notification};
use tokio::sync::Notify;
use tokio_postgres::AsyncMessage;
use tokio_postgres::error::DbError;

use crate::connector::Messages;

/// How many notices, and how many notifications, are kept: of more, the oldest go.
const MOST: usize = 10_000;

/// What the server tells a session beside its answers.
#[derive(Default)]
pub(super) struct Mailbox {
    letters: Mutex<Letters>,
    arrived: Notify,
}

#[derive(Default)]
struct Letters {
    notices: VecDeque<Notice>,
    notifications: VecDeque<Notification>,
    /// Why nothing more will come.
    end: Option<Error>,
}

impl Mailbox {
    /// Drives the driver's half of the connection to its end, and keeps what comes beside the answers.
    pub(super) async fn collect(self: Arc<Self>, mut messages: Messages) {
        let mut end = Error::new(ErrorKind::ConnectionLost, "the session is closed");
        while let Some(message) = poll_fn(|context| messages.poll_message(context)).await {
            match message {
                Ok(AsyncMessage::Notice(notice)) => self.keep(|letters| {
                    bounded_push(&mut letters.notices, read(&notice));
                }),
                Ok(AsyncMessage::Notification(notification)) => self.keep(|letters| {
                    let notification =
                        Notification::new(notification.channel(), notification.payload());
                    bounded_push(&mut letters.notifications, notification);
                }),
                Ok(_) => {}
                Err(error) => {
                    end = end.with_source(error);
                    break;
                }
            }
        }
        self.keep(|letters| letters.end = Some(end));
    }

    /// Takes the notices, the oldest first.
    pub(super) fn take_notices(&self) -> Vec<Notice> {
        self.lock().notices.drain(..).collect()
    }

    /// Waits for the next notification.
    pub(super) async fn notification(&self) -> Result<Notification> {
        loop {
            // Before looking, so that what arrives in between is not missed.
            let arrived = self.arrived.notified();
            {
                let mut letters = self.lock();
                if let Some(notification) = letters.notifications.pop_front() {
                    return Ok(notification);
                }
                if let Some(end) = &letters.end {
                    return Err(end.clone());
                }
            }
            arrived.await;
        }
    }

    fn keep(&self, keep: impl FnOnce(&mut Letters)) {
        keep(&mut self.lock());
        self.arrived.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, Letters> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn bounded_push<T>(queue: &mut VecDeque<T>, item: T) {
    if queue.len() == MOST {
        queue.pop_front();
    }
    queue.push_back(item);
}

fn read(notice: &DbError) -> Notice {
    Notice::new(notice.severity(), notice.message())
        .with_code(notice.code().code())
        .with_detail_and_hint(
            notice.detail().map(str::to_owned),
            notice.hint().map(str::to_owned),
        )
}
