//! A second process that opens the same catalog: this test binary again, told what to do by its environment.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use viq::catalog::{IngestOutcome, Query, open, open_existing};
use viq::supervision::Supervision;

use crate::{place, samples};

const WHAT_TO_DO: &str = "VIQ_TEST_CHILD";
const WHERE: &str = "VIQ_TEST_CHILD_CATALOG";

/// How many products a batch of the endless process has.
pub(crate) const BATCH: usize = 20;

/// Starts the process.
pub(crate) fn start(what_to_do: &str, address: &str) -> Child {
    command(what_to_do, address).spawn().unwrap()
}

/// The process, not yet started.
pub(crate) fn command(what_to_do: &str, address: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "other_process::does_what_its_environment_says", "--nocapture", "--test-threads=1"])
        .env(WHAT_TO_DO, what_to_do)
        .env(WHERE, address)
        .stdout(Stdio::piped());
    command
}

/// Lines of the process's output that are reports.
pub(crate) fn reports(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let output = BufReader::new(child.stdout.take().unwrap());
    output.lines().map_while(Result::ok).filter_map(|line| line.split_once("report: ").map(|(_, text)| text.to_owned()))
}

fn report(text: &str) {
    let mut output = std::io::stdout().lock();
    writeln!(output, "report: {text}").unwrap();
    output.flush().unwrap();
}

/// Not a test of its own: does nothing unless started by another test.
#[test]
fn does_what_its_environment_says() {
    let (Ok(what_to_do), Ok(address)) = (std::env::var(WHAT_TO_DO), std::env::var(WHERE)) else { return };
    let supervision = Supervision::unattended();
    let recorded_at = samples::time("2024-01-01");
    match what_to_do.as_str() {
        "open" => match open(&place::location(&address), &supervision) {
            Ok(_) => report("opened"),
            Err(error) => report(&error.to_string()),
        },
        "count" => {
            let counted = open_existing(&place::location(&address), &supervision)
                .and_then(|catalog| catalog.count(&Query::default(), &supervision));
            match counted {
                Ok(count) => report(&count.to_string()),
                Err(error) => report(&error.to_string()),
            }
        }
        "ingest 200 products" => {
            let mut catalog = open(&place::location(&address), &supervision).unwrap();
            let mut added = 0;
            for batch in samples::products(200).chunks(10) {
                let outcomes = catalog.ingest(batch, recorded_at, &supervision).unwrap();
                added += outcomes.iter().filter(|outcome| **outcome == IngestOutcome::Added).count();
            }
            report(&added.to_string());
        }
        "ingest for ever" => {
            let mut catalog = open(&place::location(&address), &supervision).unwrap();
            for batch in samples::products(100_000).chunks(BATCH) {
                catalog.ingest(batch, recorded_at, &supervision).unwrap();
                let verifications: Vec<_> =
                    batch.iter().map(|product| (product.key.clone(), samples::verification("2024-01-01"))).collect();
                catalog.record_verifications(&verifications, &supervision).unwrap();
                report(&batch.last().unwrap().key.identifier);
            }
        }
        other => panic!("told to {other}"),
    }
}
