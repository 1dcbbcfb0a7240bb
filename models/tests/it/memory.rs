//! The model's memory: standing orders are read once, and nothing is asked that does not fit.

use futures::future::join_all;
use learnflow_models::random_model::Shape;

use crate::world::{World, ask};

fn orders(agent: usize) -> String {
    format!("Agent {agent}: {}", "you help children with Python, kindly. ".repeat(8))
}

#[tokio::test]
async fn the_second_question_of_an_agent_reads_a_fifth_at_most() {
    let world = World::start(Shape::TINY, 2).await;
    let first = world.complete(&ask(&orders(1), "why is it red?", 4)).await;
    assert_eq!(first.cached, 0);
    let second = world.complete(&ask(&orders(1), "what is a loop?", 4)).await;
    assert!((second.prompt - second.cached) * 5 <= first.prompt, "{second:?}");
    let other = world.complete(&ask(&orders(2), "what is a loop?", 4)).await;
    assert!(other.cached < 20, "another agent has other orders: {other:?}");
}

#[tokio::test]
async fn a_class_that_asks_at_once_reads_the_orders_once() {
    let world = World::start(Shape::TINY, 4).await;
    let asked = (0..8).map(|number| format!("question {number}"));
    let requests: Vec<_> = asked.map(|question| ask(&orders(1), &question, 6)).collect();
    let answers = join_all(requests.iter().map(|request| world.complete(request))).await;
    let fresh = answers.iter().filter(|answer| answer.cached == 0).count();
    assert_eq!(fresh, 1, "{answers:?}");
}

#[tokio::test]
async fn many_agents_make_room_for_each_other() {
    let world = World::start(Shape::TINY, 2).await;
    let mut first = Vec::new();
    for agent in 0..20 {
        first.push(world.complete(&ask(&orders(agent), "why?", 8)).await.text);
    }
    for (agent, text) in first.iter().enumerate() {
        assert_eq!(world.complete(&ask(&orders(agent), "why?", 8)).await.text, *text, "agent {agent}");
    }
}

#[tokio::test]
async fn what_does_not_fit_is_said_and_what_runs_over_is_cut() {
    let world = World::start(Shape::TINY, 2).await;
    let (status, body) = world.refused("chat/completions", &ask("", &"why? ".repeat(400), 10)).await;
    assert_eq!((status, body["error"]["code"].as_str()), (400, Some("context_length_exceeded")), "{body}");
    let asked = join_all(
        (0..4).map(|_| async { world.complete(&ask(&orders(1), &"why? ".repeat(60), 5_000)).await }),
    );
    for answer in asked.await {
        assert_eq!(answer.end, "length");
        assert_eq!(answer.prompt + answer.written, 1_024, "it went on to the end of the memory");
    }
    assert_eq!(world.complete(&ask(&orders(1), "and now?", 3)).await.written, 3);
}
