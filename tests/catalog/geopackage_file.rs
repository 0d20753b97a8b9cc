//! What only a file can suffer or offer.

mod damage;
mod gdal_and_others;
