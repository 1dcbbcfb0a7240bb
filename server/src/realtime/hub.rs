//! Who is here, where they are, and how to reach them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use learnflow_contracts::alerts::Alert;
use learnflow_contracts::classes::LiveStudent;
use learnflow_contracts::live::ToStudent;
use learnflow_contracts::{ClassId, ExerciseId, StudentId, TopicId};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

/// Messages that may wait for a slow page; past these it is cut off, and asks for everything when it is back.
const QUEUE: usize = 256;

#[derive(Default)]
pub(super) struct Hub(Mutex<State>);

#[derive(Default)]
struct State {
    next: u64,
    students: HashMap<StudentId, Here>,
    classes: HashMap<ClassId, Vec<(u64, mpsc::Sender<ToClass>)>>,
}

/// A student with pages open.
struct Here {
    sockets: Vec<(u64, mpsc::Sender<ToStudent>)>,
    place: Place,
}

/// Where a student is, as their page says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Place {
    pub(super) topic: Option<TopicId>,
    pub(super) exercise: Option<ExerciseId>,
}

/// What a teacher's socket must look at anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum ToClass {
    Roster,
    Student(Box<LiveStudent>),
    Alert(Box<Alert>),
}

impl Hub {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A student's page opens. The receiver ends when the socket must close.
    pub(super) fn enter(&self, student: StudentId) -> (u64, mpsc::Receiver<ToStudent>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let mut state = self.state();
        state.next += 1;
        let socket = state.next;
        let here = state
            .students
            .entry(student)
            .or_insert_with(|| Here { sockets: Vec::new(), place: Place::default() });
        here.sockets.push((socket, sender));
        (socket, receiver)
    }

    pub(super) fn leave(&self, student: StudentId, socket: u64) {
        let mut state = self.state();
        if let Some(here) = state.students.get_mut(&student) {
            here.sockets.retain(|(id, _)| *id != socket);
            if here.sockets.is_empty() {
                state.students.remove(&student);
            }
        }
    }

    pub(super) fn moved(&self, student: StudentId, place: Place) {
        if let Some(here) = self.state().students.get_mut(&student) {
            here.place = place;
        }
    }

    /// A teacher's page opens.
    pub(super) fn watch(&self, class: ClassId) -> (u64, mpsc::Receiver<ToClass>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let mut state = self.state();
        state.next += 1;
        let socket = state.next;
        state.classes.entry(class).or_default().push((socket, sender));
        (socket, receiver)
    }

    pub(super) fn unwatch(&self, class: ClassId, socket: u64) {
        let mut state = self.state();
        if let Some(watching) = state.classes.get_mut(&class) {
            watching.retain(|(id, _)| *id != socket);
            if watching.is_empty() {
                state.classes.remove(&class);
            }
        }
    }

    /// Whether a page of this class is open.
    pub(super) fn is_watched(&self, class: ClassId) -> bool {
        self.state().classes.contains_key(&class)
    }

    /// Whether a student has a page open.
    pub(super) fn is_here(&self, student: StudentId) -> bool {
        self.state().students.contains_key(&student)
    }

    pub(super) fn tell_student(&self, student: StudentId, message: &ToStudent) {
        if let Some(here) = self.state().students.get_mut(&student) {
            here.sockets.retain(|(_, sender)| sender.try_send(message.clone()).is_ok());
        }
    }

    pub(super) fn tell_class(&self, class: ClassId, message: &ToClass) {
        if let Some(watching) = self.state().classes.get_mut(&class) {
            watching.retain(|(_, sender)| sender.try_send(message.clone()).is_ok());
        }
    }

    /// Ends a student's sockets.
    pub(super) fn close(&self, student: StudentId) {
        self.state().students.remove(&student);
    }

    /// A stored row with what is known here. Where a student is now wins over where their code last ran.
    pub(super) fn live_row(&self, mut row: LiveStudent) -> LiveStudent {
        if let Some(here) = self.state().students.get(&row.student_id) {
            row.online = true;
            if here.place != Place::default() {
                row.topic_id = here.place.topic.clone();
                row.exercise_id = here.place.exercise.clone();
            }
        }
        row
    }
}
