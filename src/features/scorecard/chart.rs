//! A scorecard as a small picture (SVG) that a newspaper can embed.
//!
//! It is one element without scripts, styles, links or anything that is loaded: what is drawn is drawn with attributes, so the
//! strictest policy allows it. It is read without eyes too: `<title>` says whose it is, `<desc>` says every number. No number
//! is told by colour alone.

mod labels;
mod svg;

use super::model::{Period, Scorecard};
use crate::kernel::localized::{Locale, Localized};
use chrono::NaiveDate;
use labels::Labels;
use svg::{bar, square, text};

/// What the picture may do: nothing. Anybody may frame it.
pub const SECURITY_POLICY: &str = "default-src 'none'; sandbox";

/// The size, in pixels, and what is kept free at the sides.
const WIDTH: u32 = 640;
const HEIGHT: u32 = 292;
const MARGIN: u32 = 20;
/// Characters in one line of the heading.
const LINE_CHARS: usize = 56;

/// Blue, orange, vermilion and grey that colour-blind people tell apart.
const COLOURS: [&str; 4] = ["#0072b2", "#e69f00", "#d55e00", "#767676"];

/// Of whom, over which period, and on which day it is told.
#[derive(Clone, Copy, Debug)]
pub struct Caption<'a> {
    pub name: &'a Localized,
    pub period: Period,
    pub today: NaiveDate,
}

/// Draws a scorecard.
pub fn draw(caption: Caption<'_>, card: &Scorecard, locale: Locale) -> String {
    let labels = Labels::of(locale);
    let name = caption.name.best(&[locale]);
    let lines = Lines::of(&labels, caption, card, locale);
    let title = svg::escape(&format!("{name}: {}", labels.title));
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         role=\"img\" aria-labelledby=\"title desc\" xml:lang=\"{0}\" lang=\"{0}\" font-family=\"system-ui, sans-serif\">\n\
         <title id=\"title\">{title}</title>\n<desc id=\"desc\">{1}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n",
        locale.code(),
        svg::escape(&lines.spoken()),
    );
    let mut y = 34;
    for line in svg::wrap(name, LINE_CHARS) {
        picture.push_str(&text(MARGIN, y, 18, "bold", &line));
        y += 24;
    }
    picture.push_str(&text(MARGIN, 82, 14, "normal", &lines.head));
    picture.push_str(&bar(MARGIN, 96, WIDTH - 2 * MARGIN, &segments(card)));
    for (place, (line, colour)) in (0_u32..).zip(lines.clocks.iter().zip(COLOURS)) {
        let (x, y) = (MARGIN + (place % 2) * 310, 150 + (place / 2) * 24);
        picture.push_str(&square(x, y - 12, colour));
        picture.push_str(&text(x + 22, y, 14, "normal", line));
    }
    for (place, line) in (0_u32..).zip(&lines.facts) {
        picture.push_str(&text(MARGIN, 206 + place * 22, 14, "normal", line));
    }
    picture.push_str(&text(MARGIN, HEIGHT - 14, 12, "normal", &lines.foot));
    picture.push_str("</svg>\n");
    picture
}

fn segments(card: &Scorecard) -> [(u32, &'static str); 4] {
    let [on_time, late, overdue, running] = COLOURS;
    [(card.on_time, on_time), (card.late, late), (card.overdue, overdue), (card.running, running)]
}

/// Everything that is said, shown and spoken alike.
struct Lines {
    head: String,
    clocks: [String; 4],
    facts: [String; 3],
    foot: String,
}

impl Lines {
    fn of(labels: &Labels, caption: Caption<'_>, card: &Scorecard, locale: Locale) -> Self {
        let number = |days: Option<u32>| days.map_or_else(|| "–".to_owned(), |days| days.to_string());
        let sent = if card.sent() == 0 { labels.none.to_owned() } else { format!("{}: {}", labels.sent, card.sent()) };
        let days = labels.days.replace("{median}", &number(card.working_days(50)));
        Self {
            head: format!("{sent}. {}", labels::period(labels, caption.period, locale)),
            clocks: [
                format!("{}: {}", labels.on_time, card.on_time),
                format!("{}: {}", labels.late, card.late),
                format!("{}: {}", labels.overdue, card.overdue),
                format!("{}: {}", labels.running, card.running),
            ],
            facts: [
                format!("{}: {} / {}", labels.refused, card.refused, card.answered()),
                days.replace("{p90}", &number(card.working_days(90))),
                format!("{}: {} / {}", labels.milestones, card.milestones_kept, card.milestones_settled()),
            ],
            foot: labels.foot.replace("{day}", &labels::day(caption.today, locale)),
        }
    }

    fn spoken(&self) -> String {
        let lines: Vec<&str> = [&self.head]
            .into_iter()
            .chain(&self.clocks)
            .chain(&self.facts)
            .chain([&self.foot])
            .map(String::as_str)
            .collect();
        lines.join(". ")
    }
}

#[cfg(test)]
#[path = "chart_tests.rs"]
mod tests;
