//! Scenes with a truth that can be written down in a line: what calibrations are made with. The natural scene is another module's.

mod brightness;
mod choice;
mod edge_response;
mod edge_target;
mod moon;
mod side_slither;
mod uniform;

pub use brightness::{Brightness, SceneBand, SceneSensor, SceneSun};
pub use choice::{KnownScene, SceneError, SceneKind};
pub use edge_response::EdgeResponse;
pub use edge_target::{EdgeScene, EdgeSettings};
pub use moon::{MoonScene, MoonSettings};
pub use side_slither::{SideSlitherScene, SideSlitherSettings};
pub use uniform::{UniformScene, UniformSettings};
