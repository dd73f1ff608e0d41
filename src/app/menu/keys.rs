//! Keys in a menu. Where letters are searched for, they go into the search line; elsewhere they choose or move.

use tui_input::Input;

use crate::app::action::Action;
use crate::app::keymap::{Chord, Key};
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::app::typing::{paste_into, type_into};
use crate::app::update::Effects;

use super::{Choice, Item, Kind, Listing, Menu, Place, columns, sort, views};

/// What a key means to an open menu.
enum Wish {
    Close,
    Quit,
    Choose(Box<Item>),
    /// By lines.
    Go(isize),
    /// The search text differs.
    Search,
    Nothing,
}

impl Wish {
    fn choose(item: Option<&Item>) -> Self {
        item.cloned()
            .map_or(Self::Nothing, |item| Self::Choose(Box::new(item)))
    }
}

impl AppState {
    /// Takes a key while a menu is open.
    pub(crate) fn menu_key(&mut self, mut menu: Menu, chord: Chord, effects: &mut Effects) {
        let wish = if menu.kind.is_searched() {
            self.wish_while_searching(&mut menu, chord)
        } else {
            self.wish_among_keys(&menu, chord)
        };
        match wish {
            Wish::Close => return,
            Wish::Quit => return self.quit(effects),
            Wish::Choose(item) => return self.choose(menu, &item, effects),
            Wish::Go(lines) => menu.go(lines, self.room.overlay),
            Wish::Search => {
                menu.place = Place::default();
                menu.listed = Listing::default();
                self.list(&mut menu);
            }
            Wish::Nothing => {}
        }
        self.overlay = Some(Overlay::Menu(menu));
    }

    /// What a key means where letters choose.
    fn wish_among_keys(&self, menu: &Menu, chord: Chord) -> Wish {
        let action = self.keymap.action(chord);
        let is_chosen = |item: &&Item| {
            let is_its_key = match item.choice {
                Choice::Act(listed) => action == Some(listed),
                _ => false,
            };
            is_its_key || item.hot == Some(chord)
        };
        if let Some(wish) = self.wish_everywhere(menu, chord) {
            return wish;
        }
        let picked = match menu.kind {
            Kind::Sort => sort::pick(menu, chord),
            Kind::Columns => columns::pick(menu, chord),
            Kind::Views => views::pick(menu, chord),
            _ => None,
        };
        if let Some(item) = picked {
            return Wish::Choose(Box::new(item));
        }
        match (menu.items().iter().find(is_chosen), action) {
            (Some(item), _) => Wish::choose(Some(item)),
            (None, Some(Action::Back)) => Wish::Close,
            (None, Some(Action::Quit)) => Wish::Quit,
            (None, Some(Action::Enter)) => Wish::choose(menu.selected()),
            (None, Some(action)) => self.movement(action).map_or(Wish::Nothing, Wish::Go),
            (None, None) => Wish::Nothing,
        }
    }

    /// What a key means where letters are searched for; a text key is taken in.
    fn wish_while_searching(&self, menu: &mut Menu, chord: Chord) -> Wish {
        if let Some(wish) = self.wish_everywhere(menu, chord) {
            return wish;
        }
        if chord == Chord::plain(Key::Tab) {
            let Some(item) = menu.selected() else {
                return Wish::Nothing;
            };
            let text = item.completion.as_ref().unwrap_or(&item.text);
            menu.search = Input::new(text.clone());
            return Wish::Search;
        }
        match type_into(&mut menu.search, chord) {
            Some(true) => return Wish::Search,
            Some(false) => return Wish::Nothing,
            None => {}
        }
        self.keymap
            .action(chord)
            .and_then(|action| self.movement(action))
            .map_or(Wish::Nothing, Wish::Go)
    }

    /// What keys without a letter mean in every menu, however actions are bound.
    fn wish_everywhere(&self, menu: &Menu, chord: Chord) -> Option<Wish> {
        if chord.is_ctrl {
            return None;
        }
        let action = match chord.key {
            Key::Esc => return Some(Wish::Close),
            Key::Enter => return Some(Wish::choose(menu.selected())),
            Key::Down => Action::Down,
            Key::Up => Action::Up,
            Key::PageDown => Action::PageDown,
            Key::PageUp => Action::PageUp,
            Key::Home => Action::First,
            Key::End => Action::Last,
            _ => return None,
        };
        self.movement(action).map(Wish::Go)
    }

    /// How many lines an action moves by in a menu.
    fn movement(&self, action: Action) -> Option<isize> {
        let page = self.room.overlay.max(2).cast_signed() - 1;
        Some(match action {
            Action::Down => 1,
            Action::Up => -1,
            Action::PageDown => page,
            Action::PageUp => -page,
            Action::HalfPageDown => (page / 2).max(1),
            Action::HalfPageUp => -(page / 2).max(1),
            Action::First => isize::MIN,
            Action::Last => isize::MAX,
            _ => return None,
        })
    }

    /// Takes pasted text while a menu that is searched is open.
    pub(crate) fn menu_paste(&mut self, mut menu: Menu, text: &str) {
        if menu.kind.is_searched() {
            paste_into(&mut menu.search, text);
            menu.place = Place::default();
            menu.listed = Listing::default();
            self.list(&mut menu);
        }
        self.overlay = Some(Overlay::Menu(menu));
    }
}
