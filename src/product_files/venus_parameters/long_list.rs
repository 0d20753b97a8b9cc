//! Reading a list of thousands of numbered rows without a tree for them: a whole set holds a million.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::elements::finite_number;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::header::{numbered, numbers};
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

/// A list of rows `<item sn="1">number number …</item>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LongList {
    /// Name of the list.
    pub(super) list: &'static str,
    /// Name of its rows.
    pub(super) item: &'static str,
    /// Numbers of a row.
    pub(super) width: usize,
}

/// A file whose long list may have been read apart.
#[derive(Debug)]
pub struct ParameterSource {
    /// The rest.
    pub(super) document: XmlDocument,
    /// SHA-256 that the files beside it must have, by their paths from its folder; none where nobody asks for any.
    pub(super) checksums: Option<Checksums>,
    rows: Option<Vec<f64>>,
}

/// SHA-256 in hexadecimal digits by the path of a file.
pub(in crate::product_files) type Checksums = BTreeMap<PathBuf, String>;

impl ParameterSource {
    /// Reads a text. Rows that are anything but plain are left to the tree, which knows every form of XML and complains in detail.
    pub(super) fn parse(path: &Path, text: &str, long: Option<LongList>) -> Result<Self, ProductError> {
        if let Some(long) = long
            && let Some((rest, rows)) = split(text, long)
        {
            return Ok(Self { document: XmlDocument::parse(path, &rest)?, checksums: None, rows: Some(rows) });
        }
        Ok(Self { document: XmlDocument::parse(path, text)?, checksums: None, rows: None })
    }

    /// Rows of `N` numbers of the list, numbered from 1 and as many as its count says.
    pub(super) fn rows<const N: usize>(
        &self,
        block: &XmlPlace<'_>,
        long: LongList,
    ) -> Result<Vec<[f64; N]>, ProductError> {
        let Some(rows) = &self.rows else {
            return numbered(block, long.list, long.item)?.iter().map(numbers).collect();
        };
        let list = block.get(long.list)?;
        let n_rows = rows.len() / N;
        let written = list.required_attribute("count")?;
        if written.trim().parse() != Ok(n_rows) {
            let needed = format!("{} elements {} as its count says", written.trim(), long.item);
            return Err(list.error("", &needed, &n_rows.to_string()));
        }
        Ok(rows.as_chunks::<N>().0.to_vec())
    }
}

/// The text without the rows of the list (its line breaks stay, so that complaints name the right line), and the rows' numbers; none where
/// anything is not as plain as this program and the ground segment write it.
fn split(text: &str, long: LongList) -> Option<(String, Vec<f64>)> {
    if text.contains("<!") {
        return None;
    }
    let opening = format!("<{} ", long.list);
    let start = text.find(&opening)?;
    let inside = start + text[start..].find('>')? + 1;
    let end = inside + text[inside..].find(&format!("</{}>", long.list))?;
    if text[..inside].ends_with("/>") || text[end..].contains(&opening) {
        return None;
    }
    let rows = rows(&text[inside..end], long)?;
    let mut rest = String::with_capacity(text.len() - (end - inside) + rows.len() + 2);
    rest.push_str(&text[..inside]);
    rest.extend(text[inside..end].bytes().filter(|byte| *byte == b'\n').map(char::from));
    rest.push_str(&text[end..]);
    Some((rest, rows))
}

fn rows(mut rest: &str, long: LongList) -> Option<Vec<f64>> {
    let begin = format!("<{} sn=\"", long.item);
    let end = format!("/{}>", long.item);
    let mut values = Vec::new();
    let mut n_rows = 0_usize;
    loop {
        rest = rest.trim_ascii_start();
        if rest.is_empty() {
            return Some(values);
        }
        let (number, after) = rest.strip_prefix(&begin)?.split_once('"')?;
        n_rows += 1;
        if number.parse() != Ok(n_rows) {
            return None;
        }
        let (text, after) = after.strip_prefix('>')?.split_once('<')?;
        let before = values.len();
        for word in text.split_ascii_whitespace() {
            values.push(finite_number(word)?);
        }
        if values.len() != before + long.width {
            return None;
        }
        rest = after.strip_prefix(&end)?;
    }
}
