//! Realtime in another process: the handle's side and the door's side, so that they cannot drift apart.

use std::sync::Arc;

use async_trait::async_trait;
use learnflow_contracts::classes::LiveStudent;
use learnflow_contracts::live::ToStudent;
use learnflow_contracts::{ClassId, StudentId};
use serde::{Deserialize, Serialize};

use super::Realtime;
use super::hub::ToClass;
use super::push::Push;
use crate::invoke::door::Door;
use crate::invoke::{Call, Invoke, ask};
use crate::role::Role;

const ROWS: Call = Call { role: Role::Realtime, path: "/internal/realtime/rows" };
const NEWS: Call = Call { role: Role::Realtime, path: "/internal/realtime/news" };

/// The role as another process sees it.
pub(super) struct Remote(Arc<dyn Invoke>);

/// Something for pages to hear.
#[derive(Serialize, Deserialize)]
enum News {
    Student(StudentId, Vec<ToStudent>),
    Class(ClassId, ToClass),
    Close(StudentId),
}

impl Remote {
    pub(super) fn new(invoke: Arc<dyn Invoke>) -> Self {
        Self(invoke)
    }

    /// Told to every process that has sockets: nobody knows which one has this student's.
    async fn tell(&self, news: &News) {
        let told = match serde_json::to_vec(news) {
            Ok(news) => self.0.tell_all(NEWS, news.into()).await,
            Err(error) => Err(crate::invoke::Error::Other(error.into())),
        };
        if let Err(error) = told {
            tracing::warn!(error = format!("{error:#}"), "open pages were not told something");
        }
    }
}

#[async_trait]
impl Push for Remote {
    async fn to_student(&self, student: StudentId, messages: Vec<ToStudent>) {
        self.tell(&News::Student(student, messages)).await;
    }

    async fn to_class(&self, class: ClassId, message: ToClass) {
        self.tell(&News::Class(class, message)).await;
    }

    async fn close(&self, student: StudentId) {
        self.tell(&News::Close(student)).await;
    }

    async fn live_rows(&self, rows: Vec<LiveStudent>) -> Vec<LiveStudent> {
        match ask(self.0.as_ref(), ROWS, &rows).await {
            Ok(rows) => rows,
            Err(failure) => {
                // The list is worth more than who is online in it.
                let problem = failure.into_problem();
                tracing::warn!(problem.detail, "the live list is shown as stored");
                rows
            }
        }
    }
}

/// Mounts what other processes may ask of this role.
pub(crate) fn mount(door: Door, realtime: &Realtime) -> Door {
    let (rows, news) = (realtime.clone(), realtime.clone());
    door.answer(ROWS, move |asked: Vec<LiveStudent>| {
        let realtime = rows.clone();
        async move { Ok(realtime.live_rows(asked).await) }
    })
    .answer(NEWS, move |told: News| {
        let push = news.push();
        async move {
            match told {
                News::Student(student, messages) => push.to_student(student, messages).await,
                News::Class(class, message) => push.to_class(class, message).await,
                News::Close(student) => push.close(student).await,
            }
            Ok(())
        }
    })
}
