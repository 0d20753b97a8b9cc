//! A screen of the test's own, without a window manager, and a hand on its pointer and keyboard.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use x11rb::CURRENT_TIME;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt as _, ImageFormat, InputFocus, KEY_PRESS_EVENT,
    KEY_RELEASE_EVENT, MOTION_NOTIFY_EVENT, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::running::wait_until;

/// Time between two steps of a gesture: a toolkit takes a burst of them for one.
const STEP: Duration = Duration::from_millis(60);

/// Key symbols (X.Org, keysymdef.h) of keys that write no letter.
pub(crate) mod key {
    pub(crate) const CONTROL: u32 = 0xFFE3;
    pub(crate) const SHIFT: u32 = 0xFFE1;
    pub(crate) const RETURN: u32 = 0xFF0D;
}

/// An X server that ends with the test.
pub(crate) struct Screen {
    server: Child,
    number: u32,
    connection: RustConnection,
    root: Window,
    /// (key symbol, key code, whether it is written with the shift key)
    keys: Vec<(u32, u8, bool)>,
}

impl Screen {
    /// Starts a screen; none where no X server without a display is installed.
    pub(crate) fn start(width: u16, height: u16) -> Option<Self> {
        let size = format!("{width}x{height}x24");
        let server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &size, "-nolisten", "tcp", "+extension", "GLX"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut server = match server {
            Ok(server) => server,
            Err(error) => {
                crate::skipping::skipped(&format!("no Xvfb: {error}"));
                return None;
            }
        };
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let number = line.trim().parse().unwrap_or_else(|_| panic!("Xvfb named no display: {line:?}"));
        let (connection, screen) = x11rb::connect(Some(&format!(":{number}"))).unwrap();
        let setup = connection.setup();
        let root = setup.roots[screen].root;
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let mapping = connection.get_keyboard_mapping(first, last - first + 1).unwrap().reply().unwrap();
        let width = usize::from(mapping.keysyms_per_keycode);
        let keys = mapping
            .keysyms
            .chunks(width)
            .zip(first..=last)
            .flat_map(|(symbols, code)| {
                let shifted = symbols.get(1).map(|symbol| (*symbol, code, true));
                [Some((symbols[0], code, false)), shifted].into_iter().flatten().collect::<Vec<_>>()
            })
            .filter(|(symbol, ..)| *symbol != 0)
            .collect();
        Some(Self { server, number, connection, root, keys })
    }

    /// What the program needs to find this screen, and to paint on it without a graphics card.
    pub(crate) fn variables(&self) -> [(&'static str, String); 2] {
        [("DISPLAY", format!(":{}", self.number)), ("LIBGL_ALWAYS_SOFTWARE", "1".to_owned())]
    }

    /// Waits for the program's window and gives it the keyboard.
    pub(crate) fn wait_for_window(&self) -> Window {
        let mut found = None;
        wait_until("a window on the screen", || {
            let children = self.connection.query_tree(self.root).unwrap().reply().unwrap().children;
            found = children.into_iter().find(|window| {
                let attributes = self.connection.get_window_attributes(*window).unwrap().reply();
                let size = self.connection.get_geometry(*window).unwrap().reply();
                attributes.is_ok_and(|attributes| attributes.map_state == MapState::VIEWABLE)
                    && size.is_ok_and(|size| size.width > 200 && size.height > 200)
            });
            found.is_some()
        });
        let window = found.unwrap();
        self.connection.set_input_focus(InputFocus::POINTER_ROOT, window, CURRENT_TIME).unwrap();
        self.connection.sync();
        window
    }

    /// Red, green and blue of every pixel of a rectangle of the screen.
    pub(crate) fn picture(&self, x: i16, y: i16, width: u16, height: u16) -> Vec<[u8; 3]> {
        let reply = self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, u32::MAX);
        let data = reply.unwrap().reply().unwrap().data;
        data.chunks_exact(4).map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect()
    }

    pub(crate) fn move_to(&self, x: i16, y: i16) {
        self.fake(MOTION_NOTIFY_EVENT, 0, x, y);
    }

    pub(crate) fn click(&self, x: i16, y: i16) {
        self.move_to(x, y);
        self.fake(BUTTON_PRESS_EVENT, 1, x, y);
        self.fake(BUTTON_RELEASE_EVENT, 1, x, y);
    }

    /// Presses the left button, moves in steps, releases it.
    pub(crate) fn drag(&self, from: (i16, i16), to: (i16, i16)) {
        self.move_to(from.0, from.1);
        self.fake(BUTTON_PRESS_EVENT, 1, from.0, from.1);
        for step in 1..=8 {
            let part = |from: i16, to: i16| from + (to - from) / 8 * step;
            self.move_to(part(from.0, to.0), part(from.1, to.1));
        }
        self.move_to(to.0, to.1);
        self.fake(BUTTON_RELEASE_EVENT, 1, to.0, to.1);
    }

    /// Turns the wheel away from the hand (buttons 4 and 5 of the core protocol), one notch a step.
    pub(crate) fn wheel_up(&self, notches: usize, x: i16, y: i16) {
        self.move_to(x, y);
        for _ in 0..notches {
            self.fake(BUTTON_PRESS_EVENT, 4, x, y);
            self.fake(BUTTON_RELEASE_EVENT, 4, x, y);
        }
    }

    /// Presses keys together: the modifiers first.
    pub(crate) fn chord(&self, modifiers: &[u32], symbol: u32) {
        for modifier in modifiers {
            self.key(KEY_PRESS_EVENT, *modifier);
        }
        self.press(symbol);
        for modifier in modifiers.iter().rev() {
            self.key(KEY_RELEASE_EVENT, *modifier);
        }
    }

    /// Presses and releases one key.
    pub(crate) fn press(&self, symbol: u32) {
        self.key(KEY_PRESS_EVENT, symbol);
        self.key(KEY_RELEASE_EVENT, symbol);
    }

    /// Types a text of Latin letters, digits and signs (their key symbols are their codes).
    pub(crate) fn write(&self, text: &str) {
        for letter in text.chars() {
            let symbol = u32::from(letter);
            if self.code(symbol).1 {
                self.chord(&[key::SHIFT], symbol);
            } else {
                self.press(symbol);
            }
        }
    }

    fn code(&self, symbol: u32) -> (u8, bool) {
        let found = self.keys.iter().find(|(known, ..)| *known == symbol);
        found.map_or_else(|| panic!("no key writes {symbol:#x}"), |(_, code, shifted)| (*code, *shifted))
    }

    fn key(&self, event: u8, symbol: u32) {
        self.fake(event, self.code(symbol).0, 0, 0);
    }

    fn fake(&self, event: u8, detail: u8, x: i16, y: i16) {
        self.connection.xtest_fake_input(event, detail, 0, self.root, x, y, 0).unwrap().check().unwrap();
        std::thread::sleep(STEP);
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // What is gone already needs no ending.
        let _gone = self.server.kill();
        let _reaped = self.server.wait();
    }
}

/// Waiting for a server's answer to everything that was asked of it.
trait Settled {
    fn sync(&self);
}

impl Settled for RustConnection {
    fn sync(&self) {
        self.flush().unwrap();
        self.get_input_focus().unwrap().reply().unwrap();
    }
}
