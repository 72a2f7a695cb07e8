//! The address that somebody wants webhooks posted to, and the addresses that its name leads to.

use super::bytes::Bytes;
use kenes::outbound::addresses::is_public;
use kenes::outbound::{Reach, admit};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Asserts that without the operator's leave nothing is accepted but https to a name or to an address of the public internet, whatever is
/// written, and in whatever way an address is spelt.
pub fn webhook_address(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for address in [text.to_string(), format!("https://{text}"), format!("https://{text}/"), format!("http://{text}")] {
        written(&address);
    }
    let mut bytes = Bytes::new(data);
    let v6 = Ipv6Addr::from(bytes.array::<16>());
    let v4 = Ipv4Addr::from(Bytes::new(data).array::<4>());
    for address in [IpAddr::V4(v4), IpAddr::V6(v6), IpAddr::V6(v4.to_ipv6_mapped())] {
        assert!(!(is_public(address) && is_of_a_network(address)), "{address}");
    }
    spelt(v4, v6);
}

fn written(text: &str) {
    let admitted = admit(text, Reach::Public);
    let anywhere = admit(text, Reach::Anywhere);
    for why in [&admitted, &anywhere].into_iter().filter_map(|outcome| outcome.as_ref().err()) {
        assert!(!why.is_empty() && why.len() < 100);
    }
    for url in [&admitted, &anywhere].into_iter().flatten() {
        assert!(
            matches!(url.scheme(), "https" | "http") && url.host_str().is_some_and(|host| !host.is_empty()),
            "{url}"
        );
        assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none(), "{url}");
        assert_eq!(admit(url.as_str(), Reach::Anywhere).as_ref(), Ok(url));
    }
    let Ok(url) = admitted else { return };
    assert_eq!((anywhere.as_ref(), admit(url.as_str(), Reach::Public).as_ref()), (Ok(&url), Ok(&url)));
    assert_eq!(url.scheme(), "https");
    let host = url.host_str().unwrap_or_default();
    match literal(host) {
        Some(address) => assert!(!is_of_a_network(address), "{url}"),
        // What ends in a number is an address to whoever dials it, and has to be one here.
        None => {
            let last = host.strip_suffix('.').unwrap_or(host).rsplit('.').next().unwrap_or_default();
            let is_decimal = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
            let hexadecimal = last.strip_prefix("0x");
            assert!(
                !is_decimal && !hexadecimal.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit())),
                "{url}"
            );
        }
    }
}

/// The address that a host is, to the standard library.
fn literal(host: &str) -> Option<IpAddr> {
    let host = host.strip_suffix('.').unwrap_or(host);
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    bare.parse().ok()
}

/// An address is the same in each of its spellings.
fn spelt(v4: Ipv4Addr, v6: Ipv6Addr) {
    let ([a, b, c, d], bits) = (v4.octets(), v4.to_bits());
    let admitted = |host: &str| admit(&format!("https://{host}/"), Reach::Public).is_ok();
    for host in [
        v4.to_string(),
        format!("{v4}."),
        bits.to_string(),
        format!("0x{bits:x}"),
        format!("0{bits:o}"),
        format!("{a}.{}", bits & 0x00ff_ffff),
        format!("0{a:o}.0x{b:x}.{}", bits & 0xffff),
        format!("{a}%2E{b}.{c}%2e{d}"),
        v4.to_string().replace('1', "%31").replace('7', "７"),
        format!("[::ffff:{v4}]"),
        format!("[{}]", v4.to_ipv6_mapped()),
    ] {
        assert_eq!(admitted(&host), is_public(IpAddr::V4(v4)), "{host}");
    }
    assert_eq!(admitted(&format!("[{v6}]")), is_public(IpAddr::V6(v6)), "{v6}");
}

/// Whether an address certainly belongs to somebody's own network or to nobody, by what the standard library says.
fn is_of_a_network(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4.is_multicast()
                || v4.is_documentation()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 198 && (18..20).contains(&b))
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_multicast()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || inner(v6).is_some_and(|v4| is_of_a_network(IpAddr::V4(v4)))
        }
    }
}

/// The IPv4 address within one of IPv6: mapped, compatible, behind NAT64 or 6to4.
fn inner(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = v6.segments();
    let joined = |high: u16, low: u16| Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low));
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0 | 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => Some(joined(g, h)),
        [0x2002, ..] => Some(joined(b, c)),
        _ => None,
    }
}
