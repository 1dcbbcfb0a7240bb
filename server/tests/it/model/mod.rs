//! The model's adapter over real HTTP: a server that answers, and one that does everything else.

pub(crate) mod own;
mod stand_in;

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt;
use learnflow_contracts::{ClassId, StudentId};
use learnflow_server::clock;
use learnflow_server::llm::openai::{self, Address, OpenAi};
use learnflow_server::llm::turns::{Purse, Settings};
use learnflow_server::llm::{Ask, Error, Message, Patience, Refused, Step, Turns, Usage, Wait};
use learnflow_server::storage::ModelBudget;
use learnflow_server::storage::sqlite::Sqlite;

use self::stand_in::{Reply, StandIn};
use crate::world::LIMIT;

fn adapter(address: &str) -> OpenAi {
    let settings = openai::Settings {
        address: Address::Fixed(address.to_owned()),
        model: "small".to_owned(),
        key: Some("a-secret-key".to_owned()),
        tries: 3,
        first_wait: Duration::from_millis(20),
        longest_wait: Duration::from_secs(5),
    };
    OpenAi::new(settings, clock::system()).unwrap()
}

fn patient() -> Settings {
    let patience = Patience { first_piece: LIMIT, next_piece: LIMIT, whole_answer: LIMIT };
    Settings { slots: 2, waiting: 60, waiting_per_student: 10, patience, rest: Duration::from_millis(200) }
}

fn turns(address: &str) -> Turns {
    Turns::new(Arc::new(adapter(address)), patient())
}

fn ask() -> Ask {
    Ask {
        system: "You help children with Python.".into(),
        messages: vec![
            Message::student("why is it red?"),
            Message::tutor("Where?"),
            Message::student("line 3"),
        ],
        schema: None,
        max_tokens: 200,
        temperature: 0.2,
    }
}

/// Asks as a new student, and says what text came and how it ended.
async fn answer(turns: &Turns, ask: Ask) -> (String, Step) {
    let mut turn = turns.ask(StudentId::new(), ClassId::new(), ask);
    let (mut text, mut last) = (String::new(), None);
    while let Some(step) = tokio::time::timeout(LIMIT, turn.next()).await.unwrap() {
        if let Step::Text(more) = &step {
            text.push_str(more);
        }
        last = Some(step);
    }
    (text, last.unwrap())
}

#[tokio::test]
async fn an_answer_streams_and_is_counted() {
    let server = StandIn::start([Reply::Slowly("Look at line 3.", Duration::from_millis(30))]).await;
    let mut turn = turns(&server.base()).ask(StudentId::new(), ClassId::new(), ask());
    assert!(matches!(turn.next().await, Some(Step::Place(_))));
    let begun = Instant::now();
    assert!(matches!(turn.next().await, Some(Step::Text(word)) if word == "Look "));
    let first = begun.elapsed();
    let rest: Vec<Step> = turn.collect().await;
    let Some(Step::Done(usage)) = rest.last() else { panic!("{rest:?}") };
    assert_eq!(*usage, Usage { prompt: 40, cached: 30, answer: 4, ..Usage::default() });
    assert!(begun.elapsed() > first + Duration::from_millis(90), "it came word by word");
}

#[tokio::test]
async fn nothing_on_the_wire_says_who_asks() {
    let server = StandIn::start([Reply::Says("Look at line 3.")]).await;
    let (student, class) = (StudentId::new(), ClassId::new());
    let steps: Vec<Step> = turns(&server.base()).ask(student, class, ask()).collect().await;
    assert!(matches!(steps.last(), Some(Step::Done(_))));
    let [request] = &server.requests()[..] else { panic!("one request") };
    for secret in [student.to_string(), class.to_string(), student.0.simple().to_string()] {
        assert!(!request.contains(&secret), "{request}");
    }
    let body: serde_json::Value = serde_json::from_str(request.lines().last().unwrap()).unwrap();
    insta::assert_json_snapshot!(body, { ".temperature" => "[f32]" }, @r#"
    {
      "max_tokens": 200,
      "messages": [
        {
          "content": "You help children with Python.",
          "role": "system"
        },
        {
          "content": "why is it red?",
          "role": "user"
        },
        {
          "content": "Where?",
          "role": "assistant"
        },
        {
          "content": "line 3",
          "role": "user"
        }
      ],
      "model": "small",
      "stream": true,
      "stream_options": {
        "include_usage": true
      },
      "temperature": "[f32]"
    }
    "#);
    let headers = request.lines().nth(1).unwrap();
    for name in ["user-agent", "x-", "cookie", "traceparent"] {
        assert!(!headers.contains(name), "{headers}");
    }
}

#[tokio::test]
async fn whatever_the_server_does_the_answer_ends_and_says_how() {
    type Expected = fn(&Error) -> bool;
    let cases: [(Reply, Expected); 11] = [
        (Reply::Hangs, |error| matches!(error, Error::Slow(Wait::FirstPiece))),
        (Reply::FallsSilent("Look at"), |error| matches!(error, Error::Slow(Wait::NextPiece))),
        (Reply::Slowly("a b c d e f g h i j k l m n o p q r s", Duration::from_millis(100)), |error| {
            matches!(error, Error::Slow(Wait::WholeAnswer))
        }),
        (Reply::CutOff("Look at"), |error| matches!(error, Error::CutOff)),
        (Reply::Body(200, "text/html", "<h1>Welcome</h1>"), |error| matches!(error, Error::Rubbish(_))),
        (Reply::Body(200, "text/event-stream", "data: ]]]\n\n"), |error| matches!(error, Error::Rubbish(_))),
        (Reply::Body(200, "text/event-stream", ""), |error| matches!(error, Error::CutOff)),
        (
            Reply::Body(200, "text/event-stream", "data: {\"error\":{\"message\":\"out of memory\"}}\n\n"),
            |error| matches!(error, Error::CutOff),
        ),
        (Reply::Status(401, None), |error| matches!(error, Error::Denied(401))),
        (Reply::Status(302, None), |error| matches!(error, Error::Denied(302))),
        (Reply::Body(400, "application/json", r#"{"error":{"code":"context_length_exceeded"}}"#), |error| {
            matches!(error, Error::TooLong)
        }),
    ];
    for (number, (reply, expected)) in cases.into_iter().enumerate() {
        let server = StandIn::start([reply]).await;
        let patience = Patience {
            first_piece: Duration::from_millis(600),
            next_piece: Duration::from_millis(600),
            whole_answer: Duration::from_millis(1_200),
        };
        let turns = Turns::new(Arc::new(adapter(&server.base())), Settings { patience, ..patient() });
        let (_, step) = answer(&turns, ask()).await;
        let Step::Failed(error) = step else { panic!("case {number}: {step:?}") };
        assert!(expected(&error), "case {number}: {error}");
        assert_eq!(server.requests().len(), 1, "case {number} is not for trying again");
    }
    let (_, step) = answer(&turns("http://127.0.0.1:9/v1"), ask()).await;
    assert!(matches!(step, Step::Failed(Error::Unreachable(_))), "{step:?}");
}

#[tokio::test]
async fn a_server_with_too_much_to_do_is_asked_again_when_it_says() {
    let in_three_seconds = jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&(clock::system().now() + jiff::SignedDuration::from_secs(3)))
        .unwrap();
    let cases = [
        // A date has whole seconds.
        (Reply::Status(429, Some(in_three_seconds)), 1_900),
        (Reply::Status(429, Some("1".to_owned())), 1_000),
        (Reply::Status(503, None), 0),
        (Reply::Status(500, Some("nonsense".to_owned())), 0),
    ];
    for (number, (first, at_least)) in cases.into_iter().enumerate() {
        let server = StandIn::start([first, Reply::Says("Look at line 3.")]).await;
        let begun = Instant::now();
        let (text, step) = answer(&turns(&server.base()), ask()).await;
        assert!(matches!(step, Step::Done(_)), "case {number}: {step:?}");
        assert_eq!(text, "Look at line 3.");
        assert!(begun.elapsed() >= Duration::from_millis(at_least), "case {number}: {:?}", begun.elapsed());
    }

    let server = StandIn::start([Reply::Status(429, Some("3600".to_owned()))]).await;
    let (_, step) = answer(&turns(&server.base()), ask()).await;
    let hour = Some(Duration::from_hours(1));
    assert!(matches!(step, Step::Failed(Error::Busy { retry_after }) if retry_after == hour), "{step:?}");
    assert_eq!(server.requests().len(), 1, "an hour is not waited for");

    let server = StandIn::start([Reply::Status(503, None)]).await;
    let (_, step) = answer(&turns(&server.base()), ask()).await;
    assert!(matches!(step, Step::Failed(Error::Busy { .. })), "{step:?}");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn five_failures_in_a_row_give_the_server_a_rest() {
    let mut replies = vec![Reply::CutOff("Look"); 5];
    replies.push(Reply::Says("Look at line 3."));
    let server = StandIn::start(replies).await;
    let turns = turns(&server.base());
    for _ in 0..5 {
        assert!(matches!(answer(&turns, ask()).await.1, Step::Failed(Error::CutOff)));
    }
    assert!(matches!(answer(&turns, ask()).await.1, Step::Refused(Refused::Resting)));
    assert_eq!(server.requests().len(), 5);
    tokio::time::sleep(Duration::from_millis(250)).await;
    assert!(matches!(answer(&turns, ask()).await.1, Step::Done(_)));
}

#[tokio::test]
async fn invalid_json_is_asked_for_once_more() {
    let server =
        StandIn::start([Reply::Says("Sure! intent: debug"), Reply::Says(r#"{"intent":"debug"}"#)]).await;
    let schema = serde_json::json!({ "type": "object", "required": ["intent"] });
    let ask = Ask { schema: Some(Arc::new(schema)), ..ask() };
    let (text, step) = answer(&turns(&server.base()), ask.clone()).await;
    assert!(matches!(step, Step::Done(usage) if usage.prompt == 80), "both are counted: {step:?}");
    assert_eq!(text, r#"{"intent":"debug"}"#);
    assert!(server.requests()[0].contains(r#""json_schema""#));

    let server = StandIn::start([Reply::Says("Sure!")]).await;
    let (text, step) = answer(&turns(&server.base()), ask).await;
    assert!(matches!(step, Step::Failed(Error::Rubbish(_))) && text.is_empty(), "{text} {step:?}");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_class_that_used_up_its_day_is_refused_and_another_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Arc::new(Sqlite::open(&folder.path().join("learnflow.db")).unwrap());
    let server =
        StandIn::start([Reply::Says("Look at line 3."), Reply::CutOff("Look at"), Reply::Says("Yes.")]).await;
    let purse = Purse::new(storage.clone(), clock::system(), 60);
    let turns = Turns::on_budget(Arc::new(adapter(&server.base())), patient(), purse);
    let class = ClassId::new();
    let one = async |class| {
        let steps: Vec<Step> = turns.ask(StudentId::new(), class, ask()).collect().await;
        steps.into_iter().next_back().unwrap()
    };
    assert!(matches!(one(class).await, Step::Done(_)));
    assert_eq!(storage.tokens_used(class, clock::system().now()).await.unwrap(), 44, "what it did cost");
    assert!(matches!(one(class).await, Step::Failed(_)), "44 of 60 are used");
    assert!(matches!(one(class).await, Step::Done(_)), "a broken answer cost only what came");
    assert!(matches!(one(class).await, Step::Refused(Refused::Budget)));
    assert!(matches!(one(ClassId::new()).await, Step::Done(_)));
}

#[tokio::test]
async fn a_stop_closes_the_connection() {
    let server = StandIn::start([Reply::FallsSilent("Look at"), Reply::Says("Yes.")]).await;
    let turns = Turns::new(Arc::new(adapter(&server.base())), Settings { slots: 1, ..patient() });
    let mut turn = turns.ask(StudentId::new(), ClassId::new(), ask());
    while !matches!(turn.next().await, Some(Step::Text(_))) {}
    drop(turn);
    assert!(matches!(answer(&turns, ask()).await.1, Step::Done(_)), "its slot is free");
}
