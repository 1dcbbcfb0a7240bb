//! The roles a process can take on. One process with all of them is the default; a pod names its few.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One role of the server, a module of this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// HTTP, pages, sign-in.
    Gateway,
    /// WebSockets.
    Realtime,
    /// Running and grading programs.
    Execution,
    /// Mastery, streaks, the live list; and the agent that tells a student of them.
    Progress,
    /// Sends questions to the agents.
    Triage,
    /// The agent that explains.
    Concepts,
    /// The agent that gives hints on what is wrong.
    Debug,
    /// The agent that reviews programs.
    Review,
    /// The agent that finds something to practise.
    Exercise,
}

impl Role {
    /// Every role, in the order they start.
    pub const ALL: [Role; 9] = [
        Role::Execution,
        Role::Progress,
        Role::Triage,
        Role::Concepts,
        Role::Debug,
        Role::Review,
        Role::Exercise,
        Role::Realtime,
        Role::Gateway,
    ];

    /// The roles that this one asks and waits for.
    pub const fn asks(self) -> &'static [Role] {
        match self {
            Role::Gateway => &[Role::Execution, Role::Realtime],
            Role::Realtime => &[Role::Execution],
            Role::Progress | Role::Triage | Role::Concepts | Role::Debug | Role::Review | Role::Exercise => {
                &[Role::Execution, Role::Realtime]
            }
            Role::Execution => &[],
        }
    }

    /// Whether it may ask a language model: the box's own then runs beside it.
    pub const fn asks_a_model(self) -> bool {
        matches!(self, Role::Triage | Role::Concepts | Role::Debug | Role::Review | Role::Exercise)
    }

    /// As it is written in settings and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Gateway => "gateway",
            Role::Realtime => "realtime",
            Role::Execution => "execution",
            Role::Progress => "progress",
            Role::Triage => "triage",
            Role::Concepts => "concepts",
            Role::Debug => "debug",
            Role::Review => "review",
            Role::Exercise => "exercise",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Role::ALL.into_iter().find(|role| role.to_string() == text).ok_or_else(|| {
            let names = Role::ALL.map(Role::name).join(", ");
            format!("there is no role {text}: use all, or some of {names}")
        })
    }
}
