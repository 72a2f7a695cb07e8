//! Tables in plain text that are Markdown too.

/// Prints rows under a head, columns as wide as they need to be.
pub fn print(title: &str, head: &[&str], rows: &[Vec<String>]) {
    println!("\n{title}\n");
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain(head.get(column).map(|cell| cell.chars().count())).max().unwrap_or(3).max(3)
    };
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().enumerate().map(|(column, cell)| match column {
            0 => format!("{cell:<width$}", width = width(column)),
            _ => format!("{cell:>width$}", width = width(column)),
        });
        println!("| {} |", padded.collect::<Vec<_>>().join(" | "));
    };
    line(head.to_vec());
    let rule = head.iter().enumerate().map(|(column, _)| match column {
        0 => format!(":{}", "-".repeat(width(0) + 1)),
        _ => format!("{}:", "-".repeat(width(column) + 1)),
    });
    println!("|{}|", rule.collect::<Vec<_>>().join("|"));
    for row in rows {
        line(row.iter().map(String::as_str).collect());
    }
}
