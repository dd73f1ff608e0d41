//! Any keys and pastes: nothing is sent, and what would be was shown.

use proptest::prelude::*;

use super::*;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::update::Effects;
use crate::domain::write::FieldValue;

#[derive(Clone, Debug)]
enum Step {
    Key(Chord),
    Paste(String),
}

fn step() -> impl Strategy<Value = Step> {
    let keys = prop::sample::select(vec![
        Key::Enter,
        Key::Tab,
        Key::Tab,
        Key::BackTab,
        Key::Down,
        Key::Up,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
        Key::Delete,
        Key::Backspace,
        Key::Esc,
    ]);
    let pastes = prop::sample::select(vec![
        "y",
        "y\n",
        "\u{1b}[201~y",
        "2173 2174",
        "é\ntwo",
        "76130",
        "",
    ]);
    prop_oneof![
        6 => prop::char::range(' ', '~').prop_map(|c| Step::Key(Chord::char(c))),
        6 => keys.prop_map(|key| Step::Key(Chord::plain(key))),
        1 => prop::sample::select(vec!['u', 'w']).prop_map(|c| Step::Key(Chord::ctrl(c))),
        2 => pastes.prop_map(|text| Step::Paste(text.to_owned())),
    ]
}

fn take(story: &mut Story, step: Step) -> Effects {
    match step {
        Step::Key(chord) => story.key(chord),
        Step::Paste(text) => story.feed(Event::Pasted(text)),
    }
}

/// Every text that is sent.
fn sent(write: &Write) -> Vec<Text> {
    match write {
        Write::CreateBasket(fields) | Write::EditBasket(_, fields) => fields
            .external_id
            .iter()
            .chain(&fields.project)
            .cloned()
            .collect(),
        Write::AddLine(_, fields) | Write::EditLine(_, fields) => {
            fields.values().flat_map(texts).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn texts(value: &FieldValue) -> Vec<Text> {
    match value {
        FieldValue::Text(text) => vec![text.clone()],
        FieldValue::Keys(keys) => keys.clone(),
        FieldValue::Contacts(sites) => sites
            .iter()
            .flat_map(|site| site.values().cloned())
            .collect(),
    }
}

/// What is sent was in a row, or was there before as it is.
fn check_shown(story: &Story) -> Result<(), TestCaseError> {
    let asked = asked(story);
    prop_assert_eq!(asked.intents.len(), 1);
    let before = made_up::line().raw;
    for text in sent(write(story)) {
        let text = text.wire();
        let is_shown = asked.rows.iter().any(|(_, row)| row.wire().contains(text));
        prop_assert!(
            is_shown || before.wire().contains(text),
            "{:?} in {:?}",
            text,
            asked.rows
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_keys_and_no_pastes_in_a_form_send_anything_and_what_is_asked_is_what_was_shown(
        which in 0_u8..3,
        steps in prop::collection::vec(step(), 1..120),
    ) {
        let mut story = Story::new();
        match which {
            0 => made_up::edit_line(&mut story.state),
            1 => made_up::add_line(&mut story.state),
            _ => made_up::edit_basket(&mut story.state),
        }
        for step in steps {
            let effects = take(&mut story, step);
            let sends = effects.list.iter().any(|effect| matches!(effect, Effect::Write { .. }));
            prop_assert!(!sends, "{:?}", effects.list);
            match &story.state.overlay {
                Some(Overlay::Form(form)) => prop_assert!(form.place() <= form.fields.len()),
                Some(Overlay::Dialog(_)) => return check_shown(&story),
                _ => return Ok(()),
            }
        }
    }

    #[test]
    fn what_is_typed_is_what_is_asked(typed in "[ -~éèœ]{1,40}") {
        let mut story = editing();
        line_field(&mut story, LineField::BusinessSector);
        story.key(Chord::ctrl('u'));
        story.chars(&typed);
        go_on(&mut story);
        prop_assume!(typed != "Commerce");
        check_shown(&story)?;
        prop_assert_eq!(sent(write(&story)), [Text::new(typed)]);
    }
}
