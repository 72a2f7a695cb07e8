//! Which media type an answer has, by the client's `Accept` (RFC 9110, section 12.5.1; GraphQL over HTTP, "Media Types").

use actix_web::HttpRequest;
use actix_web::http::header;
use std::cmp::Reverse;

/// The two media types of GraphQL answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Media {
    /// `application/graphql-response+json`: the status tells whether the request could be executed.
    Modern,
    /// `application/json`: 200 for whatever is GraphQL, as older clients expect.
    Older,
}

impl Media {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Modern => "application/graphql-response+json; charset=utf-8",
            Self::Older => "application/json; charset=utf-8",
        }
    }

    /// What the client prefers; without a wish the older one, for older clients. `None` when it takes neither.
    pub fn wanted(request: &HttpRequest) -> Option<Self> {
        let lines = request.headers().get_all(header::ACCEPT);
        let accept: Vec<&str> = lines.filter_map(|line| line.to_str().ok()).collect();
        preferred(&accept.join(","))
    }

    /// Whether the client takes a stream of events, by that name.
    pub fn takes_events(request: &HttpRequest) -> bool {
        let lines = request.headers().get_all(header::ACCEPT).filter_map(|line| line.to_str().ok());
        let mut ranges =
            lines.flat_map(|line| line.split(',')).enumerate().filter_map(|(place, text)| range(text, place));
        ranges.any(|range| range.name.eq_ignore_ascii_case("text/event-stream") && range.weight > 0)
    }

    /// The same for an answer that has to be given in any case.
    pub fn or_older(request: &HttpRequest) -> Self {
        Self::wanted(request).unwrap_or(Self::Older)
    }
}

/// A range of media types with its weight in thousandths and its place.
struct Range<'a> {
    name: &'a str,
    weight: u16,
    place: usize,
}

fn preferred(accept: &str) -> Option<Media> {
    let ranges: Vec<Range<'_>> = accept.split(',').enumerate().filter_map(|(place, text)| range(text, place)).collect();
    if ranges.is_empty() {
        return Some(Media::Older);
    }
    // The older one first: of two that are alike in weight and place, as with */*, it is the one.
    let candidates = [(Media::Older, "application/json"), (Media::Modern, "application/graphql-response+json")];
    let weighed = candidates.into_iter().filter_map(|(media, name)| {
        // The most specific range decides, whatever the others weigh.
        let range = [name, "application/*", "*/*"]
            .into_iter()
            .find_map(|wanted| ranges.iter().find(|range| range.name.eq_ignore_ascii_case(wanted)))?;
        (range.weight > 0).then_some((media, (range.weight, Reverse(range.place))))
    });
    weighed.reduce(|best, other| if other.1 > best.1 { other } else { best }).map(|(media, _)| media)
}

fn range(text: &str, place: usize) -> Option<Range<'_>> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let weight = weight.map_or(1000, |text| text.parse::<f32>().map_or(0, thousandths));
    Some(Range { name, weight, place })
}

fn thousandths(weight: f32) -> u16 {
    // At most 1000, and never negative or no number.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let parts = (weight.clamp(0.0, 1.0) * 1000.0).round() as u16;
    parts
}

/// Whether a body says that it is JSON in UTF-8, or in no encoding in particular, which is the same.
pub fn is_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|mime| mime.eq_ignore_ascii_case("application/json"));
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    is_json
        && charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weightiest_wins_and_among_equals_the_first() {
        let (modern, older) = (Some(Media::Modern), Some(Media::Older));
        for (accept, expected) in [
            ("", older),
            ("*/*", older),
            ("application/*", older),
            ("application/graphql-response+json", modern),
            ("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", modern),
            ("application/json, application/graphql-response+json", older),
            ("application/json;q=0.5, application/graphql-response+json;q=0.9", modern),
            ("application/graphql-response+json;q=0.1, */*", older),
            ("application/graphql-response+json;q=0, */*", older),
            ("application/json;q=0, */*;q=0.1", modern),
            ("APPLICATION/JSON", older),
            ("text/html, application/json", older),
            ("text/html", None),
            ("application/json;q=0", None),
            ("application/json;q=nonsense", None),
            (",,;q=1", older),
        ] {
            assert_eq!(preferred(accept), expected, "{accept}");
        }
    }

    #[test]
    fn a_body_is_json_in_utf_8() {
        for content_type in [
            "application/json",
            "Application/JSON;charset=UTF-8",
            "application/json; charset=\"utf-8\"",
            "application/json; a=b",
        ] {
            assert!(is_json(content_type), "{content_type}");
        }
        for content_type in
            ["", "text/plain", "application/json; charset=iso-8859-1", "application/graphql", "application/jsonp"]
        {
            assert!(!is_json(content_type), "{content_type}");
        }
    }
}
