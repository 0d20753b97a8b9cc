//! Blocks of lines through the chain: read by one thread, corrected on all cores, written by another.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::chain_of_product::{ProductChain, failed};
use crate::imagery::Reasons;
use crate::imagery::convolution::{ChainStream, Lines};
use crate::level1::stray_light::StrayLightCorrection;
use crate::level1::{BlockReasons, RawLayout, RawLines};
use crate::operations::error::OperationError;
use crate::product_files::venus_system::SystemProductWriter;
use crate::supervision::{Stage, Supervision};

/// Lines of a block: 12 bands of 5200 columns are 30 MB of codes and 60 MB of values.
const LINES_OF_BLOCK: usize = 240;

/// Codes of a block, with the lines before it that it depends on.
struct RawBlock {
    first_line: usize,
    context: usize,
    lines: usize,
    /// One list a band: whole lines with pre- and post-scan.
    codes: Vec<Vec<u16>>,
}

/// Values of a block.
struct ValueBlock {
    first_line: usize,
    values: Vec<Vec<f32>>,
    reasons: Vec<BlockReasons>,
}

/// How many pixels of each band were written, and how many of them are good.
pub(in crate::operations) struct Written {
    pub(super) n_good: Vec<u64>,
    pub(super) n: u64,
}

/// Corrects all lines of a product.
pub(in crate::operations) fn run(
    product: &ProductChain,
    correction: Option<&StrayLightCorrection>,
    writer: &mut SystemProductWriter,
    supervision: &Supervision,
) -> Result<Written, OperationError> {
    let lines = product.reader.product().lines;
    let stage = supervision.stage("radiometric correction", lines as u64, "lines");
    let stream = correction
        .map(|correction| correction.stream(lines, supervision))
        .transpose()
        .map_err(|error| OperationError::Model { message: format!("stray light: {error}") })?;
    std::thread::scope(|scope| {
        let (raw_out, raw_in) = sync_channel(1);
        let (value_out, value_in) = sync_channel(1);
        // Given back by the writer, so that memory is taken once.
        let (spare_out, spare_in) = sync_channel(3);
        let named = |name: &str| std::thread::Builder::new().name(name.to_owned());
        let no_thread = |source| OperationError::Io { path: "viq".into(), doing: "split into threads", source };
        let reading = named("level1 reading")
            .spawn_scoped(scope, move || read(product, &raw_out, supervision))
            .map_err(no_thread)?;
        let writing = named("level1 writing")
            .spawn_scoped(scope, move || write(product, writer, &value_in, &spare_out, &stage))
            .map_err(no_thread)?;
        let corrected = correct(product, stream, &raw_in, value_out, &spare_in, supervision);
        // Whoever waits for this thread hears that it has ended.
        drop(raw_in);
        let ended = || OperationError::Model { message: "a thread of the correction ended before its work".to_owned() };
        let read = reading.join().map_err(|_| ended())?;
        let written = writing.join().map_err(|_| ended())?;
        // The first cause goes before what followed from it.
        read?;
        let written = written?;
        corrected?;
        if written.n == lines as u64 * product.reader.product().useful_columns as u64 {
            Ok(written)
        } else {
            Err(ended())
        }
    })
}

fn read(product: &ProductChain, out: &SyncSender<RawBlock>, supervision: &Supervision) -> Result<(), OperationError> {
    let description = product.reader.product();
    let (lines, columns) = (description.lines, description.columns());
    for first_line in (0..lines).step_by(LINES_OF_BLOCK) {
        supervision.check()?;
        let context = product.chain.lines_before().min(first_line);
        let end = (first_line + LINES_OF_BLOCK).min(lines);
        let mut codes = Vec::with_capacity(description.bands.len());
        for band in 0..description.bands.len() {
            let mut of_band = vec![0; (end - first_line + context) * columns];
            product.reader.read_counts(band, first_line - context..end, &mut of_band)?;
            codes.push(of_band);
        }
        if out.send(RawBlock { first_line, context, lines: end - first_line, codes }).is_err() {
            // The correction has ended, and says why.
            return Ok(());
        }
    }
    Ok(())
}

#[allow(clippy::needless_pass_by_value, reason = "the channel ends with this function, and the writer by that")]
fn correct(
    product: &ProductChain,
    mut stream: Option<ChainStream>,
    raw: &Receiver<RawBlock>,
    out: SyncSender<ValueBlock>,
    spare: &Receiver<ValueBlock>,
    supervision: &Supervision,
) -> Result<(), OperationError> {
    use crate::imagery::convolution::LineStream as _;
    let description = product.reader.product();
    let (columns, n_bands) = (description.useful_columns, description.bands.len());
    let mut waiting: VecDeque<(usize, Vec<BlockReasons>)> = VecDeque::new();
    let mut popped = Lines::default();
    while let Ok(block) = raw.recv() {
        let mut done = spare.try_recv().unwrap_or(ValueBlock {
            first_line: 0,
            values: vec![Vec::new(); n_bands],
            reasons: Vec::new(),
        });
        done.first_line = block.first_line;
        done.reasons.resize(n_bands, BlockReasons::default());
        done.values.iter_mut().for_each(|values| values.resize(block.lines * columns, 0.0));
        let layout = RawLayout {
            stride: description.columns(),
            offset: description.pre_scan,
            columns,
            first_column: 0,
            first_line: block.first_line - block.context,
            context: block.context,
        };
        let raw = block.codes.iter().map(|codes| RawLines::new(codes, layout, &[]));
        let raw: Vec<RawLines<'_>> = raw.collect::<Result<_, _>>().map_err(failed)?;
        let mut values: Vec<&mut [f32]> = done.values.iter_mut().map(Vec::as_mut_slice).collect();
        product.chain.correct(&raw, &mut values, &mut done.reasons, supervision).map_err(failed)?;
        let Some(stream) = &mut stream else {
            if out.send(done).is_err() {
                return Ok(());
            }
            continue;
        };
        let counts: Vec<&[f32]> = done.values.iter().map(Vec::as_slice).collect();
        stream.push(&counts, supervision)?;
        waiting.push_back((block.first_line + block.lines, std::mem::take(&mut done.reasons)));
        while stream.pop(&mut popped, supervision)? {
            let finished = finish(product, &mut popped, &mut waiting);
            if out.send(finished).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Ends the chain for lines that the stray light was taken out of, and finds their reasons among those that wait.
fn finish(product: &ProductChain, lines: &mut Lines, waiting: &mut VecDeque<(usize, Vec<BlockReasons>)>) -> ValueBlock {
    use rayon::prelude::*;
    let columns = product.reader.product().useful_columns;
    let (first, end) = (lines.first, lines.first + lines.count);
    product.chain.bands().par_iter().zip(lines.bands.par_iter_mut()).for_each(|(chain, values)| {
        chain.finish(first, 0, columns, values);
    });
    while waiting.front().is_some_and(|(until, _)| *until <= first) {
        waiting.pop_front();
    }
    let mut reasons = vec![BlockReasons::default(); product.chain.bands().len()];
    for (_, of_block) in waiting.iter() {
        for (all, own) in reasons.iter_mut().zip(of_block) {
            all.columns.clone_from(&own.columns);
            all.runs.extend(own.runs.iter().filter(|run| (first..end).contains(&run.line)));
        }
    }
    ValueBlock { first_line: first, values: std::mem::take(&mut lines.bands), reasons }
}

fn write(
    product: &ProductChain,
    writer: &mut SystemProductWriter,
    blocks: &Receiver<ValueBlock>,
    spare: &SyncSender<ValueBlock>,
    stage: &Stage,
) -> Result<Written, OperationError> {
    let columns = product.reader.product().useful_columns;
    let mut dense: Vec<Vec<Reasons>> = vec![Vec::new(); product.bands.len()];
    let mut written = Written { n_good: vec![0; product.bands.len()], n: 0 };
    while let Ok(block) = blocks.recv() {
        let pixels = block.values.first().map_or(0, Vec::len);
        for ((dense, reasons), n_good) in dense.iter_mut().zip(&block.reasons).zip(&mut written.n_good) {
            dense.resize(pixels, Reasons::VALID);
            reasons.fill(block.first_line, 0, columns, dense);
            *n_good += dense.iter().map(|reasons| u64::from(reasons.is_valid())).sum::<u64>();
        }
        written.n += pixels as u64;
        let values: Vec<&[f32]> = block.values.iter().map(Vec::as_slice).collect();
        let reasons: Vec<&[Reasons]> = dense.iter().map(Vec::as_slice).collect();
        writer.write_values(block.first_line, &values, &reasons)?;
        stage.advance((pixels / columns.max(1)) as u64)?;
        // Where nobody takes it back, it is dropped.
        let _unused = spare.try_send(block);
    }
    Ok(written)
}
