//! The port Push: tells open pages things, wherever their sockets are. What it says is said to those who are
//! here now; a page that opens later reads what is stored.

use async_trait::async_trait;
use learnflow_contracts::classes::LiveStudent;
use learnflow_contracts::live::ToStudent;
use learnflow_contracts::{ClassId, StudentId};

use super::hub::{Hub, ToClass};

/// Reaches the pages of students and teachers. Nothing here fails: who is not reached is not here.
#[async_trait]
pub(crate) trait Push: Send + Sync {
    /// Tells a student's pages, in this order.
    async fn to_student(&self, student: StudentId, messages: Vec<ToStudent>);
    /// Tells the pages of a class's teacher.
    async fn to_class(&self, class: ClassId, message: ToClass);
    /// Closes a student's sockets.
    async fn close(&self, student: StudentId);
    /// Rows of the live list with who is here, and where.
    async fn live_rows(&self, rows: Vec<LiveStudent>) -> Vec<LiveStudent>;
}

#[async_trait]
impl Push for Hub {
    async fn to_student(&self, student: StudentId, messages: Vec<ToStudent>) {
        for message in &messages {
            self.tell_student(student, message);
        }
    }

    async fn to_class(&self, class: ClassId, message: ToClass) {
        self.tell_class(class, &message);
    }

    async fn close(&self, student: StudentId) {
        Hub::close(self, student);
    }

    async fn live_rows(&self, rows: Vec<LiveStudent>) -> Vec<LiveStudent> {
        rows.into_iter().map(|row| self.live_row(row)).collect()
    }
}
