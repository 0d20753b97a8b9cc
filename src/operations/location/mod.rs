//! Queries of places: where a pixel looked, and which pixel saw a place. `viq locate` and the window ask the same.

mod answer;
mod locate;
mod located_product;
mod points_file;
mod request;
mod request_text;
mod surface;
mod surface_height;

pub use answer::{LocateAnswer, LocatedPoint, ModelFacts, SurfaceFacts};
pub use locate::locate;
pub use located_product::{GroundPlace, ImagePlace, LocatedProduct};
pub use request::{AskedPlace, AskedPoints, GeoidRequest, LocateRequest, ModelRequest, Precession, SurfaceRequest};
pub use surface::Surface;
