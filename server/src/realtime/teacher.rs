//! A teacher's socket: the live list of one class.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use learnflow_contracts::auth::UserRole;
use learnflow_contracts::classes::{Class, LiveView};
use learnflow_contracts::live::ToTeacher;
use learnflow_contracts::{ClassId, TeacherId};

use super::hub::ToClass;
use super::socket::{Gone, Socket, TicketQuery, Upgrade, asked_for};
use crate::gateway::{App, Caller, Failure};

/// `/ws/class/{class_id}?ticket=…`: for the class's teacher.
pub(super) async fn open(
    State(app): State<App>,
    path: Result<Path<ClassId>, axum::extract::rejection::PathRejection>,
    query: Result<Query<TicketQuery>, axum::extract::rejection::QueryRejection>,
    upgrade: Upgrade,
) -> Result<Response, Failure> {
    let not_found = || Failure::not_found("you have no class with this id");
    let upgrade = asked_for(upgrade)?;
    let Ok(Query(TicketQuery { ticket })) = query else {
        return Err(Failure::invalid("open this address with ?ticket=… from realtime/tickets"));
    };
    let caller = app.realtime.0.tickets.redeem(&ticket).await?;
    let Ok(Path(class)) = path else { return Err(not_found()) };
    if caller.role != UserRole::Teacher {
        return Err(not_found());
    }
    let class = app.storage.class_of(TeacherId(caller.id.0), class).await?.ok_or_else(not_found)?;
    let sockets = app.realtime.0.sockets.clone();
    let serve = move |socket| sockets.track_future(serve(app, caller, class, Socket::new(socket)));
    Ok(upgrade.on_upgrade(serve).into_response())
}

async fn serve(app: App, caller: Caller, class: Class, mut socket: Socket) {
    let (hub, stop) = (&app.realtime.0.hub, app.realtime.0.stop.clone());
    let (id, mut news) = hub.watch(class.id);
    let ended = tokio::select! {
        Gone = show(&app, &caller, &class, &mut socket, &mut news) => false,
        () = app.tokens.ended(caller.family) => false,
        () = stop.cancelled() => true,
    };
    hub.unwatch(class.id, id);
    if ended {
        socket.close().await;
    }
}

/// Shows the list and every change of it, until the page is gone.
async fn show(
    app: &App,
    caller: &Caller,
    class: &Class,
    socket: &mut Socket,
    news: &mut tokio::sync::mpsc::Receiver<ToClass>,
) -> Gone {
    if let Err(gone) = send_all(app, class.id, caller, socket).await {
        return gone;
    }
    loop {
        let told = tokio::select! {
            text = socket.text() => match text {
                // The page has nothing to say here.
                Ok(_) => continue,
                Err(gone) => return gone,
            },
            told = news.recv() => told,
        };
        let sent = match told {
            Some(ToClass::Roster) => send_all(app, class.id, caller, socket).await,
            Some(ToClass::Student(student)) => socket.send(&ToTeacher::Student { student: *student }).await,
            Some(ToClass::Alert(alert)) => socket.send(&ToTeacher::Alert { alert }).await,
            // Cut off for being slow: the page comes back and reads everything.
            None => return Gone,
        };
        if let Err(gone) = sent {
            return gone;
        }
    }
}

async fn send_all(app: &App, class: ClassId, caller: &Caller, socket: &mut Socket) -> Result<(), Gone> {
    let read = async {
        let class_now = app.storage.class_of(TeacherId(caller.id.0), class).await.ok()??;
        let rows = app.storage.live_students(class).await.ok()?;
        Some(LiveView { class: class_now, students: app.realtime.live_rows(rows).await })
    };
    let view = read.await.ok_or(Gone)?;
    socket.send(&ToTeacher::Live { view }).await
}
