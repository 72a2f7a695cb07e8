//! The IDE at `/`: served with a policy that lets it talk to this server only, and switchable.

on_both! {
    fn the_page_and_its_parts_are_served_under_a_strict_policy(world) {
        let client = world.anonymous();
        for (path, kind) in [("/", "text/html"), ("/ide.css", "text/css"), ("/ide.js", "text/javascript")] {
            let mut answer = client.agent.get(format!("{}{path}", world.base)).call().expect("answers");
            assert_eq!(answer.status().as_u16(), 200, "{path}");
            let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
            assert!(header("content-type").starts_with(kind), "{path}");
            let policy = header("content-security-policy");
            for part in ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"] {
                assert!(policy.contains(part), "{policy}");
            }
            assert!(!policy.contains("unsafe"), "{policy}");
            let text = answer.body_mut().read_to_string().expect("text");
            assert!(!text.contains("http://") && !text.contains("https://"), "{path} names another server");
            assert!(!text.contains("innerHTML") && !text.contains(" style=") && !text.contains(" onclick"), "{path}");
        }
    }
}

on_both_with! { |settings| settings.ide = false;
    fn an_operator_may_take_it_away(world) {
        for path in ["/", "/ide.css", "/ide.js"] {
            assert_eq!(world.anonymous().get(path).0, 404, "{path}");
        }
    }
}
