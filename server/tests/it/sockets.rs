//! An open page, as far as its WebSocket goes.

use std::marker::PhantomData;

use futures::{SinkExt, StreamExt};
use learnflow_contracts::client::Client;
use learnflow_contracts::live::{FromStudent, ToStudent, ToTeacher};
use learnflow_contracts::{ClassId, RunId, StudentId};
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::world::{LIMIT, Person};

/// A page that is told `Told`.
pub(crate) struct Page<Told> {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    told: PhantomData<Told>,
}

/// Opens a socket at this path with this ticket; `Err` is the HTTP status it was refused with.
pub(crate) async fn open<Told>(client: &Client, path: &str, ticket: &str) -> Result<Page<Told>, u16> {
    let base = client.base().replacen("http", "ws", 1);
    match connect_async(format!("{base}/ws/{path}?ticket={ticket}")).await {
        Ok((socket, _)) => Ok(Page { socket, told: PhantomData }),
        Err(Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("the server could not be reached: {error}"),
    }
}

/// A student's page.
pub(crate) async fn student_page(student: &Person) -> Page<ToStudent> {
    let mut page = chat(student, student.student_id()).await.expect("a student's own page opens");
    page.until(|message| (message == ToStudent::Ready).then_some(())).await;
    page
}

/// The page of `student`, asked for by `person`.
pub(crate) async fn chat(person: &Person, student: StudentId) -> Result<Page<ToStudent>, u16> {
    let ticket = person.ticket().await.unwrap().ticket;
    open(person, &format!("chat/{student}"), &ticket).await
}

/// A teacher's page of a class.
pub(crate) async fn class_page(teacher: &Person, class: ClassId) -> Result<Page<ToTeacher>, u16> {
    let ticket = teacher.ticket().await.unwrap().ticket;
    open(teacher, &format!("class/{class}"), &ticket).await
}

impl<Told: DeserializeOwned + std::fmt::Debug> Page<Told> {
    /// The next message; `None` when the server has closed the socket.
    async fn next(&mut self) -> Option<Told> {
        loop {
            let message = tokio::time::timeout(LIMIT, self.socket.next()).await;
            match message.unwrap_or_else(|_| panic!("nothing came for {LIMIT:?}")) {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// Reads until a message is the wanted one, and gives what was made of it.
    pub(crate) async fn until<T>(&mut self, mut wanted: impl FnMut(Told) -> Option<T>) -> T {
        let reading = async {
            loop {
                let message = self.next().await.expect("the socket stays open");
                if let Some(found) = wanted(message) {
                    return found;
                }
            }
        };
        tokio::time::timeout(LIMIT, reading)
            .await
            .unwrap_or_else(|_| panic!("waited {LIMIT:?} for a message"))
    }

    /// Reads until the server closes the socket.
    pub(crate) async fn closed(mut self) {
        let reading = async { while self.next().await.is_some() {} };
        tokio::time::timeout(LIMIT, reading).await.unwrap_or_else(|_| panic!("open after {LIMIT:?}"));
    }

    /// Sends text that may be no message at all.
    pub(crate) async fn say_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }
}

impl Page<ToStudent> {
    /// Sends a message.
    pub(crate) async fn say(&mut self, message: &FromStudent) {
        self.say_text(&serde_json::to_string(message).unwrap()).await;
    }

    /// Starts a program.
    pub(crate) async fn run(&mut self, code: &str) -> RunId {
        let run_id = RunId::new();
        let code = code.to_owned();
        self.say(&FromStudent::RunStart {
            run_id,
            code,
            files: Vec::new(),
            topic_id: None,
            exercise_id: None,
        })
        .await;
        run_id
    }
}
