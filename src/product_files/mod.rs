//! Files of the ground segment and of others: one file a format. Here, and only here below the operations, product files are touched.

mod product;

pub use product::{Georeference, Level, OpenProduct, ParameterFile, Product, QualityIndex, SunAngles};
