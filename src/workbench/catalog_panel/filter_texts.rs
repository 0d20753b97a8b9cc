//! The criteria of a search as they were typed.

use serde::{Deserialize, Serialize};

use crate::operations::{FindRequest, first_instant, geographic_box, last_instant};

/// Levels that a product may have, as `viq find --level` takes them.
pub(super) const LEVELS: [&str; 4] = ["L1", "L1C", "L2A", "raster"];

/// The criteria of a search as they were typed; an empty one is met by every product. They are those of `viq find`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct FilterTexts {
    pub(crate) site: String,
    pub(crate) level: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) bbox: String,
    pub(crate) text: String,
    pub(crate) limit: String,
}

impl Default for FilterTexts {
    fn default() -> Self {
        let [site, level, from, to, bbox, text] = std::array::from_fn(|_| String::new());
        Self { site, level, from, to, bbox, text, limit: "1000".to_owned() }
    }
}

impl FilterTexts {
    /// The search, or what a criterion needs and what was found.
    pub(crate) fn request(&self) -> Result<FindRequest, String> {
        let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let told = |error: crate::operations::OperationError| error.to_string();
        let limit = self.limit.trim().parse().ok().filter(|limit: &u32| *limit > 0);
        Ok(FindRequest {
            site: typed(&self.site),
            level: typed(&self.level).filter(|level| LEVELS.contains(&level.as_str())),
            from: typed(&self.from).map(|text| first_instant("the first date", &text)).transpose().map_err(told)?,
            to: typed(&self.to).map(|text| last_instant("the last date", &text)).transpose().map_err(told)?,
            bbox_deg: typed(&self.bbox).map(|text| geographic_box("the box", &text)).transpose().map_err(told)?,
            text: typed(&self.text),
            limit: Some(limit.ok_or_else(|| {
                format!("the limit needs a whole number of products, 1 or more, found \"{}\"", self.limit.trim())
            })?),
        })
    }

    /// Whether nothing is asked for but the number of products.
    pub(crate) fn is_open(&self) -> bool {
        *self == Self { limit: self.limit.clone(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_asked_and_a_mistake_is_told() {
        let mut texts = FilterTexts::default();
        assert_eq!(texts.request(), Ok(FindRequest { limit: Some(1000), ..FindRequest::default() }));
        assert!(texts.is_open());
        texts.site = " ISRAEL03 ".to_owned();
        texts.to = "2019-02-04".to_owned();
        texts.bbox = "179, -20, -179, -10".to_owned();
        let request = texts.request().unwrap();
        assert_eq!(request.site.as_deref(), Some("ISRAEL03"));
        assert_eq!(request.to.unwrap().to_string(), "2019-02-04T23:59:59.999Z");
        assert_eq!(request.bbox_deg, Some([179.0, -20.0, -179.0, -10.0]));
        for (texts, told) in [
            (FilterTexts { from: "yesterday".to_owned(), ..texts.clone() }, "the first date needs"),
            (FilterTexts { bbox: "1,2,3".to_owned(), ..texts.clone() }, "the box needs"),
            (FilterTexts { limit: "0".to_owned(), ..texts.clone() }, "the limit needs"),
        ] {
            let error = texts.request().unwrap_err();
            assert!(error.starts_with(told), "{error}");
        }
    }
}
