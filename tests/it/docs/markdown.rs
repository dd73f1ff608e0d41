//! As much of Markdown and of the shell as our own documents use.

/// What stands under a heading, whatever its level, up to the next heading of that level or a higher one.
pub(super) fn section<'a>(text: &'a str, title: &str) -> &'a str {
    let level = |line: &str| {
        let marks = line.bytes().take_while(|byte| *byte == b'#').count();
        (marks > 0 && line[marks..].starts_with(' ')).then_some(marks)
    };
    let (mut at, mut start, mut is_code) = (0, None, false);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        is_code ^= line.starts_with("```");
        if let (false, Some(marks)) = (is_code, level(line)) {
            match start {
                None if line[marks..].trim() == title => start = Some((end, marks)),
                Some((start, own)) if marks <= own => return &text[start..at],
                _ => {}
            }
        }
        at = end;
    }
    let (start, _) = start.unwrap_or_else(|| panic!("there is no section {title:?}"));
    &text[start..]
}

/// The cells of every table row, headings and rules left out.
pub(super) fn rows(text: &str) -> impl Iterator<Item = Vec<String>> {
    let lines: Vec<_> = text.lines().collect();
    let is_rule = |line: &str| line.starts_with('|') && line.bytes().all(|c| b"|-: ".contains(&c));
    let table = (0..lines.len()).filter(move |at| {
        let next = lines.get(at + 1);
        lines[*at].starts_with('|') && !is_rule(lines[*at]) && !next.is_some_and(|it| is_rule(it))
    });
    let lines: Vec<_> = text.lines().map(str::to_owned).collect();
    table.map(move |at| cells(&lines[at]))
}

fn cells(line: &str) -> Vec<String> {
    // `\|` is a bar inside a cell.
    let line = line.replace("\\|", "\u{0}");
    line.trim()
        .trim_matches('|')
        .split('|')
        .map(|cell| cell.trim().replace('\u{0}', "|"))
        .collect()
}

/// What stands between backticks on a line; two backticks where the text holds one.
pub(super) fn backticked(line: &str) -> Vec<String> {
    let code = line.split('`').skip(1).step_by(2);
    code.map(str::to_owned).collect()
}

/// The insides of fenced blocks of a language.
pub(super) fn blocks<'a>(text: &'a str, language: &str) -> impl Iterator<Item = &'a str> {
    let fence = format!("```{language}\n");
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(&fence)? + fence.len();
        let length = rest[start..].find("\n```")?;
        let block = &rest[start..start + length];
        rest = &rest[start + length + 4..];
        Some(block)
    })
}

/// The targets of links and pictures.
pub(super) fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
}

/// The commands of a shell line, each as its words, quotes removed. Redirections end a command.
pub(super) fn commands(line: &str) -> Vec<Vec<String>> {
    let mut commands = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '#') if word.is_none() => break,
            (None, ' ' | '|' | '&' | ';' | '>' | '<') => {
                commands.last_mut().unwrap().extend(word.take());
                if c != ' ' {
                    commands.push(Vec::new());
                }
            }
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    commands.last_mut().unwrap().extend(word);
    commands.retain(|words| !words.is_empty());
    commands
}
