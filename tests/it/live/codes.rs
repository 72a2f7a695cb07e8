//! How a WebSocket begins, and the codes with which it ends.

use super::COMMENTS;
use crate::support::{Personas, Socket};
use serde_json::{Value, json};
use std::time::Duration;

const OFFER: (&str, &str) = ("Sec-WebSocket-Protocol", "graphql-transport-ws");

on_both! {
    fn a_handshake_needs_the_protocol_and_an_origin_that_is_allowed(world) {
        let status = |headers: &[(&'static str, &str)]| Socket::try_open(&world.base, headers).err().map_or(101, |no| no.0);
        assert_eq!(status(&[OFFER]), 101);
        assert_eq!(status(&[("Sec-WebSocket-Protocol", "graphql-ws")]), 400, "the older protocol");
        assert_eq!(status(&[]), 400);
        assert_eq!(status(&[("Sec-WebSocket-Protocol", "graphql-ws, graphql-transport-ws")]), 101, "the newer of two");
        assert_eq!(status(&[OFFER, ("Origin", "https://elsewhere.example")]), 403);
        assert_eq!(status(&[OFFER, ("Origin", &world.base)]), 101, "its own pages");
        assert_eq!(status(&[OFFER, ("Authorization", "Basic abc")]), 401);
    }

    fn what_the_protocol_does_not_know_ends_the_connection(world) {
        for text in ["", "nonsense", r#"{"type":"start","id":"1","payload":{"query":"{ __typename }"}}"#, r#"{"type":"subscribe","id":""}"#, "[]"] {
            let mut socket = Socket::connect(&world.base, None);
            socket.try_say(text);
            assert_eq!(socket.ended(), 4400, "{text}");
        }
        let mut socket = Socket::connect(&world.base, None);
        socket.stream.send(tungstenite::Message::binary(b"{\"type\":\"ping\"}".to_vec())).expect("sent");
        assert_eq!(socket.ended(), 4400, "binary");
        let mut socket = Socket::connect(&world.base, None);
        socket.try_say(&"[".repeat(100_000));
        assert_eq!(socket.ended(), 4400, "nested");
    }

    fn an_operation_waits_for_the_acknowledgement(world) {
        let mut socket = Socket::open(&world.base);
        socket.subscribe("1", "{ __typename }", &Value::Null);
        assert_eq!(socket.ended(), 4401);
        // A ping does not.
        let mut socket = Socket::open(&world.base);
        socket.say(&json!({ "type": "ping" }));
        assert_eq!(socket.hear(), json!({ "type": "pong" }));
    }

    fn a_token_that_is_not_good_is_forbidden(world) {
        let p = Personas::of(world);
        let good = p.get("citizen").token.expect("signed in");
        for payload in [json!({ "authorization": "Bearer nonsense" }), json!({ "authorization": good }), json!({ "Authorization": 7 })] {
            let mut socket = Socket::open(&world.base);
            socket.say(&json!({ "type": "connection_init", "payload": payload }));
            assert_eq!(socket.ended(), 4403, "{payload}");
        }
        // In the handshake it is as good.
        let bearer = format!("Bearer {good}");
        let mut socket = Socket::try_open(&world.base, &[OFFER, ("Authorization", &bearer)]).unwrap_or_else(|no| panic!("{}", no.0));
        socket.say(&json!({ "type": "connection_init" }));
        assert_eq!(socket.hear(), json!({ "type": "connection_ack" }));
        socket.subscribe("1", "{ viewer { account { person { id } } } }", &Value::Null);
        assert_eq!(socket.told("1")["viewer"]["account"]["person"]["id"], json!(world.cast.person("citizen")));
    }

    fn an_id_is_used_once_at_a_time_and_a_connection_begins_once(world) {
        let mut socket = Socket::connect(&world.base, None);
        socket.subscribe("1", COMMENTS, &Value::Null);
        socket.subscribe("1", COMMENTS, &Value::Null);
        assert_eq!(socket.ended(), 4409);
        let mut socket = Socket::connect(&world.base, None);
        socket.say(&json!({ "type": "connection_init" }));
        assert_eq!(socket.ended(), 4429);
    }

    fn a_message_that_is_announced_too_long_is_not_waited_for(world) {
        use std::io::Write;
        for header in [vec![0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4], vec![0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]] {
            let mut socket = Socket::open(&world.base);
            socket.stream.get_mut().write_all(&header).expect("sent");
            assert_eq!(socket.ended(), 1009);
        }
        let mut socket = Socket::connect(&world.base, None);
        let half = "x".repeat(usize::try_from(world.settings.body_bytes).expect("small") / 2 + 1);
        for (opcode, last) in [(0x01_u8, 0_u8), (0x00, 0x80)] {
            let length = u64::try_from(half.len()).expect("small").to_be_bytes();
            let frame = [&[opcode | last, 0xff][..], &length, &[0; 4], half.as_bytes()].concat();
            drop(socket.stream.get_mut().write_all(&frame));
        }
        assert_eq!(socket.ended(), 1009, "in pieces");
    }

    fn a_message_has_the_size_of_a_body(world) {
        let mut socket = Socket::connect(&world.base, None);
        let most = usize::try_from(world.settings.body_bytes).expect("small");
        // The server may have ended it before all was sent.
        socket.try_say(&format!("{{\"type\":\"ping\",\"payload\":{{\"a\":\"{}\"}}}}", "x".repeat(most)));
        assert_eq!(socket.ended(), 1009);
    }
}

on_both_with! { |settings| { settings.live_init_seconds = 1; settings.live_patience_seconds = 3; };
    fn who_says_nothing_is_not_waited_for(world) {
        let mut socket = Socket::open(&world.base);
        assert_eq!(socket.ended(), 4408);
        // A client that reads answers pings by itself, and stays longer than the patience for the silent.
        let mut socket = Socket::connect(&world.base, None);
        socket.stream.get_ref().set_read_timeout(Some(Duration::from_secs(5))).expect("a timeout");
        assert!(matches!(socket.stream.read(), Ok(tungstenite::Message::Ping(_))));
        socket.stream.flush().expect("the pong");
        assert_eq!(world.instance.connections.places.taken(), 1);
    }

    fn who_takes_what_it_was_sent_too_late_is_told_why_it_is_over(world) {
        let mut socket = Socket::connect(&world.base, None);
        let much = "{ __schema { types { name description fields { name description } } } }";
        for id in 0..20 {
            socket.subscribe(&id.to_string(), much, &Value::Null);
        }
        // It reads nothing until the server has given it up, and then everything.
        world.eventually("it is given up", || world.instance.metrics.text().contains("kenes_live_connections 0"));
        assert_eq!(socket.ended(), 1013);
    }
}

on_both_with! { |settings| { settings.live_init_seconds = 1; settings.live_patience_seconds = 3; settings.stalled_seconds = 3; };
    fn who_takes_nothing_is_let_go_and_holds_no_place(world) {
        let mut socket = Socket::connect(&world.base, None);
        socket.stream.get_ref().set_write_timeout(Some(Duration::from_millis(500))).expect("a timeout");
        let much = "{ __schema { types { name description fields { name description } } } }";
        // Nobody reads what comes back, so after some of these the server does not read on either.
        let asks = |id: usize| json!({ "type": "subscribe", "id": id.to_string(), "payload": { "query": much } }).to_string();
        for id in 0..200 {
            socket.try_say(&asks(id));
        }
        world.eventually("the slow client's end", || world.instance.connections.places.taken() == 0);
        let mut other = Socket::connect(&world.base, None);
        other.say(&json!({ "type": "ping" }));
        assert_eq!(other.hear(), json!({ "type": "pong" }), "nobody else waits");
    }
}

on_both_with! { |settings| settings.live_connections_each = 2;
    fn so_many_connections_of_one_client(world) {
        let p = Personas::of(world);
        let (_one, two) = (Socket::connect(&world.base, None), Socket::connect(&world.base, None));
        assert_eq!(Socket::try_open(&world.base, &[OFFER]).err().map(|no| no.0), Some(429));
        drop(two);
        world.eventually("the place to be free", || world.instance.connections.places.taken() == 1);
        let token = p.get("citizen").token;
        let _theirs = [Socket::connect(&world.base, token.as_deref()), Socket::connect(&world.base, token.as_deref())];
        let mut third = Socket::open(&world.base);
        third.say(&json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {}", token.expect("signed in")) } }));
        assert_eq!(third.ended(), 4429);
    }
}
