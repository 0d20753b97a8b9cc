//! A private PostgreSQL server.
pub(crate) struct Server;
pub(crate) fn shared() -> Option<&'static Server> {
    None
}
impl Server {
    pub fn new_database(&self) -> String {
        String::new()
    }
}
