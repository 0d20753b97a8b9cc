//! What is to be convolved with what, and how it will be done.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rustfft::FftPlanner;

use super::emission::{Centre, Sharp, Smooth, TargetPlan};
use super::kernel::{ConvolutionError, Kernel};
use super::quality::Quality;
use super::source_plan::{Filter, SourcePlan};
use super::split::{KernelSplit, split};
use super::stream::ConvolutionStream;
use crate::supervision::{Cancelled, Supervision};

/// Columns in which a band's own image stays, times a weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Columns.
    pub columns: Range<usize>,
    /// Weight.
    pub weight: f64,
}

/// The convolution of a band with a kernel, in some columns of the result.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The band whose image is convolved.
    pub source: usize,
    /// The kernel, by its place in the plan's list.
    pub kernel: usize,
    /// Columns of the result.
    pub columns: Range<usize>,
    /// What the convolution is multiplied by before it is added.
    pub factor: f64,
    /// Column c of the result takes column c − shift of the convolution.
    pub shift: i64,
    /// Columns of the source that are seen beyond both ends of `columns` (displaced by the shift); the source is reflected there. As many as
    /// the kernel reaches, or more: the strip makes no difference.
    pub margin: usize,
}

/// What the image of one band becomes: the sum of these.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target {
    /// Of its own image.
    pub kept: Vec<Kept>,
    /// Convolutions of its own or other images.
    pub terms: Vec<Term>,
}

/// Convolutions of the images of several bands, prepared; for any number of images.
#[derive(Clone)]
pub struct ConvolutionPlan {
    columns: usize,
    pub(super) sources: Arc<Vec<SourcePlan>>,
    pub(super) targets: Arc<Vec<TargetPlan>>,
    error: f64,
}

/// A source: band and window of its columns.
type View = (usize, usize, usize);

impl ConvolutionPlan {
    /// Prepares what the bands become, one target a band, for images of `columns` columns.
    ///
    /// # Errors
    /// [`ConvolutionError::Target`] for a term that names a band, a kernel or columns that there are not, or a factor that is no number;
    /// [`ConvolutionError::Cancelled`].
    pub fn new(
        columns: usize,
        kernels: &[Kernel],
        targets: &[Target],
        quality: Quality,
        supervision: &Supervision,
    ) -> Result<Self, ConvolutionError> {
        for (index, target) in targets.iter().enumerate() {
            check(index, target, columns, targets.len(), kernels.len())?;
        }
        let reaches: Vec<usize> = kernels.iter().map(|kernel| kernel.reach().1).collect();
        let splits = splits(kernels, targets, quality, supervision)?;
        let mut views: BTreeMap<View, usize> = (0..targets.len()).map(|band| ((band, 0, columns), band)).collect();
        let mut filters: Vec<BTreeMap<usize, Range<i64>>> = vec![BTreeMap::new(); targets.len()];
        let mut places = Vec::new();
        for term in targets.iter().flat_map(|target| &target.terms).filter(|term| !term.columns.is_empty()) {
            let view = view(term, reaches[term.kernel], columns);
            let source = *views.entry(view).or_insert_with(|| {
                filters.push(BTreeMap::new());
                filters.len() - 1
            });
            let wanted = term.columns.start as i64 - term.shift..term.columns.end as i64 - term.shift;
            let hull = filters[source].entry(term.kernel).or_insert_with(|| wanted.clone());
            *hull = hull.start.min(wanted.start)..hull.end.max(wanted.end);
            places.push(source);
        }
        let mut by_source: Vec<(usize, View)> = views.into_iter().map(|(view, source)| (source, view)).collect();
        by_source.sort_unstable();
        let sources: Vec<SourcePlan> = by_source
            .into_par_iter()
            .map(|(source, (band, start, end))| {
                supervision.check()?;
                let filters = filters[source].iter().map(|(kernel, columns)| Filter {
                    kernel: *kernel,
                    columns: columns.clone(),
                    sharp: Vec::new(),
                    smooth: None,
                });
                Ok(SourcePlan::new(band, start..end, filters.collect(), &splits, &mut FftPlanner::new()))
            })
            .collect::<Result<_, Cancelled>>()?;
        let mut places = places.into_iter();
        let terms = targets.iter().flat_map(|target: &Target| &target.terms);
        let error = terms.map(|term| term.factor.abs() * splits[term.kernel].error).fold(0.0, f64::max);
        let targets = targets.iter().map(|target| target_plan(target, &sources, &splits, &mut places)).collect();
        Ok(Self { columns, sources: Arc::new(sources), targets: Arc::new(targets), error })
    }

    /// Columns of the images.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Bands.
    pub fn bands(&self) -> usize {
        self.targets.len()
    }

    /// Greatest sum of absolute differences between a kernel and what is applied for it, times its factor; see [`Quality`].
    pub fn kernel_error(&self) -> f64 {
        self.error
    }

    /// Bytes that kernels hold, and images of `lines` lines while they stream.
    pub fn bytes(&self, lines: usize) -> u64 {
        let kernels = self.sources.iter().map(SourcePlan::bytes).sum::<usize>();
        let levels = self.sources.iter().flat_map(|source| source.levels.iter().flatten());
        let work = levels.map(|level| level.transform.work_bytes()).max().unwrap_or(0);
        (kernels + work * rayon::current_num_threads()) as u64 + self.bytes_under_way(lines)
    }

    /// Bytes of images of `lines` lines while they stream, or somewhat more.
    pub fn bytes_under_way(&self, lines: usize) -> u64 {
        self.sources.iter().map(|source| source.bytes_under_way(lines) as u64).sum()
    }

    /// Begins with images of `lines` lines.
    ///
    /// # Errors
    /// [`ConvolutionError::Memory`].
    pub fn stream(&self, lines: usize, supervision: &Supervision) -> Result<ConvolutionStream, ConvolutionError> {
        let (needed_bytes, budget_bytes) = (self.bytes(lines), supervision.memory_budget_bytes());
        if needed_bytes > budget_bytes {
            return Err(ConvolutionError::Memory { needed_bytes, budget_bytes });
        }
        Ok(ConvolutionStream::new(self.clone(), lines))
    }
}

/// What a term sees of its source: all of it where the strip's margin hides nothing.
fn view(term: &Term, reach: usize, columns: usize) -> View {
    let all = (term.source, 0, columns);
    let seen = |margin: usize| {
        let (first, end) = (term.columns.start as i64 - term.shift, term.columns.end as i64 - term.shift);
        (first - margin as i64).clamp(0, columns as i64)..(end + margin as i64).clamp(0, columns as i64)
    };
    let (needed, window) = (seen(reach), seen(term.margin));
    let is_hidden = !needed.is_empty() && (needed.start < window.start || window.end < needed.end);
    if is_hidden && !window.is_empty() { (term.source, window.start as usize, window.end as usize) } else { all }
}

fn check(target: usize, wanted: &Target, columns: usize, bands: usize, kernels: usize) -> Result<(), ConvolutionError> {
    let wrong = |element, needed: String, found: String| ConvolutionError::Target { target, element, needed, found };
    let ranges = wanted.kept.iter().map(|kept| &kept.columns).chain(wanted.terms.iter().map(|term| &term.columns));
    for range in ranges {
        if range.start > range.end || range.end > columns {
            return Err(wrong("columns", format!("a range within 0..{columns}"), format!("{range:?}")));
        }
    }
    for term in &wanted.terms {
        if term.source >= bands {
            return Err(wrong("source", format!("a band below {bands}"), term.source.to_string()));
        }
        if term.kernel >= kernels {
            return Err(wrong("kernel", format!("a kernel below {kernels}"), term.kernel.to_string()));
        }
        if term.shift.unsigned_abs() > columns as u64 {
            return Err(wrong("shift", format!("at most {columns} columns"), term.shift.to_string()));
        }
    }
    let weights = wanted.kept.iter().map(|kept| kept.weight).chain(wanted.terms.iter().map(|term| term.factor));
    for weight in weights {
        if !(weight as f32).is_finite() {
            return Err(wrong("factor", "a finite number".to_owned(), weight.to_string()));
        }
    }
    Ok(())
}

/// Takes every kernel apart; the first of each size shows the others where to begin.
fn splits(
    kernels: &[Kernel],
    targets: &[Target],
    quality: Quality,
    supervision: &Supervision,
) -> Result<Vec<KernelSplit>, Cancelled> {
    let mut factors = vec![0.0_f64; kernels.len()];
    for term in targets.iter().flat_map(|target| &target.terms) {
        factors[term.kernel] = factors[term.kernel].max(term.factor.abs());
    }
    let tolerance = |kernel: usize| quality.tolerance() / factors[kernel].max(f64::MIN_POSITIVE);
    let mut firsts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (index, kernel) in kernels.iter().enumerate() {
        firsts.entry((kernel.rows(), kernel.columns())).or_insert(index);
    }
    let hints = firsts
        .into_par_iter()
        .map(|(size, index)| Ok((size, (index, split(&kernels[index], tolerance(index), None, supervision)?))))
        .collect::<Result<BTreeMap<_, _>, Cancelled>>()?;
    let all = (0..kernels.len()).into_par_iter().map(|index| {
        match hints.get(&(kernels[index].rows(), kernels[index].columns())) {
            Some((first, found)) if *first == index => Ok(found.clone()),
            found => split(&kernels[index], tolerance(index), found.and_then(|(_, found)| found.hint()), supervision),
        }
    });
    all.collect()
}

fn target_plan(
    target: &Target,
    sources: &[SourcePlan],
    splits: &[KernelSplit],
    places: &mut impl Iterator<Item = usize>,
) -> TargetPlan {
    let kept = target.kept.iter().map(|kept| (kept.columns.clone(), kept.weight as f32)).collect();
    let mut plan = TargetPlan { kept, ..TargetPlan::default() };
    let terms = target.terms.iter().filter(|term| !term.columns.is_empty());
    for (term, source) in terms.zip(places) {
        let Some(filter) = sources[source].filters.iter().find(|filter| filter.kernel == term.kernel) else { continue };
        let (columns, factor) = (term.columns.clone(), term.factor as f32);
        let weight = (term.factor * f64::from(splits[term.kernel].centre)) as f32;
        if weight != 0.0 {
            plan.centres.push(Centre { source, weight, columns: columns.clone(), shift: term.shift });
        }
        for part in &filter.sharp {
            plan.sharp.push(Sharp { source, part: *part, columns: columns.clone(), factor, shift: term.shift });
        }
        if let Some((halvings, part)) = filter.smooth {
            let strip = (columns, factor, term.shift);
            let same = |smooth: &&mut Smooth| (smooth.source, smooth.halvings, smooth.part) == (source, halvings, part);
            match plan.smooth.iter_mut().find(same) {
                Some(smooth) => smooth.strips.push(strip),
                None => plan.smooth.push(Smooth { source, halvings, part, strips: vec![strip] }),
            }
        }
    }
    plan
}
