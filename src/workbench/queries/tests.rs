use std::sync::mpsc::channel;
use std::time::Duration;

use super::*;

const PATIENCE: Duration = Duration::from_secs(20);

fn wait<A>(pending: &Pending<A>) -> Result<A, OperationError> {
    pending.answer.recv_timeout(PATIENCE).unwrap()
}

#[test]
fn a_question_is_answered_once() {
    let queries = Queries::with_threads(1, Waking::default());
    let pending = queries.ask(Priority::Visible, |_| Ok(42));
    assert_eq!(wait(&pending).unwrap(), 42);
    assert!(pending.answer.recv_timeout(PATIENCE).is_err(), "a second answer");
}

#[test]
fn the_most_urgent_is_answered_first_and_among_equals_the_first_asked() {
    let queries = Queries::with_threads(1, Waking::default());
    let (release, gate) = channel::<()>();
    let blocking = queries.ask(Priority::Opening, move |_| Ok(gate.recv_timeout(PATIENCE).is_ok()));
    let (order, heard) = channel();
    let asked: Vec<Pending<()>> = [Priority::Background, Priority::Visible, Priority::Pointer, Priority::Visible]
        .into_iter()
        .enumerate()
        .map(|(number, priority)| {
            let order = order.clone();
            queries.ask(priority, move |_| {
                order.send(number).unwrap();
                Ok(())
            })
        })
        .collect();
    release.send(()).unwrap();
    assert!(wait(&blocking).unwrap());
    for pending in &asked {
        wait(pending).unwrap();
    }
    assert_eq!(heard.try_iter().collect::<Vec<usize>>(), [2, 1, 3, 0]);
}

#[test]
fn a_dropped_question_that_waits_is_never_begun() {
    let queries = Queries::with_threads(1, Waking::default());
    let (release, gate) = channel::<()>();
    let blocking = queries.ask(Priority::Visible, move |_| Ok(gate.recv_timeout(PATIENCE).is_ok()));
    let (began, beginnings) = channel();
    drop(queries.ask(Priority::Opening, move |_| {
        began.send(()).unwrap();
        Ok(())
    }));
    release.send(()).unwrap();
    wait(&blocking).unwrap();
    wait(&queries.ask(Priority::Background, |_| Ok(()))).unwrap();
    assert!(beginnings.try_recv().is_err());
}

#[test]
fn a_dropped_question_that_runs_is_cancelled_and_delivers_nothing() {
    let queries = Queries::with_threads(1, Waking::default());
    let (began, beginnings) = channel();
    let (ended, endings) = channel();
    let pending = queries.ask(Priority::Visible, move |supervision| {
        began.send(()).unwrap();
        while supervision.check().is_ok() {
            std::thread::yield_now();
        }
        ended.send(()).unwrap();
        Ok(())
    });
    beginnings.recv_timeout(PATIENCE).unwrap();
    drop(pending);
    endings.recv_timeout(PATIENCE).unwrap();
}

#[test]
fn work_aside_holds_up_no_question_and_is_cancelled_with_the_rest() {
    let queries = Queries::with_threads(1, Waking::default());
    let (began, beginnings) = channel();
    let (ended, endings) = channel();
    let aside: Vec<Pending<()>> = (0..2)
        .map(|_| {
            let (began, ended) = (began.clone(), ended.clone());
            queries.ask(Priority::Aside, move |supervision| {
                began.send(()).unwrap();
                while supervision.check().is_ok() {
                    std::thread::yield_now();
                }
                ended.send(()).unwrap();
                Ok(())
            })
        })
        .collect();
    beginnings.recv_timeout(PATIENCE).unwrap();
    assert_eq!(wait(&queries.ask(Priority::Background, |_| Ok(5))).unwrap(), 5);
    assert!(beginnings.try_recv().is_err(), "one at a time");
    drop(queries);
    endings.recv_timeout(PATIENCE).unwrap();
    drop(aside);
}

#[test]
fn a_question_that_breaks_says_so_and_the_next_is_answered() {
    let queries = Queries::with_threads(1, Waking::default());
    let broken = queries.ask::<()>(Priority::Visible, |_| panic!("an index out of bounds"));
    assert!(wait(&broken).unwrap_err().to_string().contains("an index out of bounds"));
    assert_eq!(wait(&queries.ask(Priority::Visible, |_| Ok(1))).unwrap(), 1);
}

#[test]
fn of_questions_of_one_kind_only_the_latest_is_answered() {
    let queries = Queries::with_threads(1, Waking::default());
    let (release, gate) = channel::<()>();
    let mut latest: Latest<u32, u32> = Latest::default();
    assert!(matches!(latest.answer(), Answer::Nothing));
    latest.ask(&queries, Priority::Pointer, 1, move |_| {
        gate.recv_timeout(PATIENCE).unwrap();
        Ok(1)
    });
    latest.ask(&queries, Priority::Pointer, 2, |_| Ok(2));
    // Asked again it is the same question.
    latest.ask(&queries, Priority::Pointer, 2, |_| Ok(99));
    // The first question may have been dropped before it began, and its gate with it.
    release.send(()).unwrap_or_default();
    let seen = loop {
        match latest.answer() {
            Answer::Known(answer) => break *answer,
            Answer::Waiting(earlier) => assert_eq!(earlier, None),
            Answer::Nothing | Answer::Failed(_) => panic!("asked and lost"),
        }
        std::thread::yield_now();
    };
    assert_eq!(seen, 2);
    latest.ask(&queries, Priority::Pointer, 3, |_| Err(OperationError::Usage("no such pixel".to_owned())));
    let reason = loop {
        match latest.answer() {
            Answer::Failed(reason) => break reason.to_owned(),
            // The earlier answer stays until the new one is there.
            Answer::Waiting(earlier) => assert_eq!(earlier, Some(&2)),
            Answer::Nothing | Answer::Known(_) => panic!("asked and lost"),
        }
        std::thread::yield_now();
    };
    assert_eq!(reason, "no such pixel");
}

#[test]
fn an_answer_is_waited_for_until_the_deadline_and_not_longer_and_comes_all_the_same() {
    let queries = Queries::with_threads(1, Waking::default());
    let soon = queries.ask(Priority::Visible, |_| Ok(42));
    assert_eq!(soon.wait_until(Instant::now() + PATIENCE).unwrap().unwrap(), 42);
    let (release, gate) = channel::<()>();
    let late = queries.ask(Priority::Visible, move |_| Ok(gate.recv_timeout(PATIENCE).is_ok()));
    assert!(late.wait_until(Instant::now() + Duration::from_millis(5)).is_none());
    release.send(()).unwrap();
    assert!(wait(&late).unwrap());
}

#[test]
fn the_window_is_woken_by_what_nobody_stands_still_for() {
    let (window, waking) = (egui::Context::default(), Waking::default());
    let (woken, wakes) = channel();
    window.set_request_repaint_callback(move |_| woken.send(()).unwrap());
    waking.connect(&window);
    let queries = Queries::with_threads(1, waking);
    let stand_still_for_one = || {
        let (release, gate) = channel::<()>();
        let awaited = queries.ask(Priority::Visible, move |_| Ok(gate.recv_timeout(PATIENCE).is_ok()));
        let is_awaited = Arc::clone(&awaited.is_awaited);
        let waits = std::thread::spawn(move || awaited.wait_until(Instant::now() + PATIENCE).unwrap().unwrap());
        while !is_awaited.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        release.send(()).unwrap();
        assert!(waits.join().unwrap());
    };
    // When the second is answered the first one's thread has done all that it does.
    stand_still_for_one();
    stand_still_for_one();
    assert!(wakes.try_recv().is_err(), "woken for what was waited for");
    wait(&queries.ask(Priority::Visible, |_| Ok(()))).unwrap();
    wakes.recv_timeout(PATIENCE).unwrap();
}
