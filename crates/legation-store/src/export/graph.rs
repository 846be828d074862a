//! Networks: actors, and what they do to and are to one another. GraphML for programs, GEXF with time for Gephi.

use super::fact;
use super::{Out, Text, links};
use crate::Result;
use crate::columns::{ACTORS, ASSESSMENTS, STATEMENTS, TIES};
use crate::value::Row;
use quick_xml::escape::escape;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// All events of one quadrant, all ties of one type or all links of one kind, from one actor to another.
#[derive(Debug, Default)]
struct Edge {
    weight: u64,
    intensity: f64,
    days: BTreeSet<(String, String)>,
    types: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Network {
    nodes: BTreeMap<String, Row>,
    edges: BTreeMap<(String, String, &'static str, String), Edge>,
}

const NODE: [(&str, &str); 6] = [
    ("label", "string"),
    ("kind", "string"),
    ("country", "string"),
    ("sectors", "string"),
    ("articles", "long"),
    ("mentions", "long"),
];
const EDGE: [(&str, &str); 7] = [
    ("relation", "string"),
    ("label", "string"),
    ("types", "string"),
    ("weight", "long"),
    ("intensity", "double"),
    ("first", "string"),
    ("last", "string"),
];

fn collect(out: &mut Out<'_>) -> Result<Network> {
    out.report.not_in_format = vec![
        "single events: they are counted by pair and quadrant",
        "who says so (attribution), and the words",
        "statements, figures and assessments, but for who denies, contradicts or provokes whom",
        "links between records: they stand between the actors of both records",
    ];
    let mut network = Network::default();
    let mut acting: HashMap<String, String> = HashMap::new();
    fact::each(out, fact::Dates::Welcome, &mut |out, fact| {
        if let [one] = fact.sources.as_slice() {
            acting.insert(fact.event.str("id").to_owned(), one.id.clone());
        }
        let mut drawn = false;
        for (source, target, _) in fact::pairs(fact) {
            let Some(target) = target else { continue };
            drawn = true;
            let key = (source.id.clone(), target.id.clone(), "event", quad(fact.quad).to_owned());
            let edge = network.edges.entry(key).or_default();
            edge.weight += 1;
            edge.intensity += fact.intensity;
            if !fact.date_from.is_empty() {
                edge.days.insert((fact.date_from.clone(), fact.date_to.clone()));
            }
            edge.types.insert(fact.event_type.clone());
        }
        if !drawn {
            out.report.lose("without a target: no edge", fact.event.str("id"));
        }
        Ok(drawn)
    })?;
    let filter = out.options.filter.fitted(&TIES);
    let mut ties = 0;
    out.store.each(&TIES, &filter, &mut |tie| {
        if matches!(tie.str("factuality"), "denied" | "negated" | "alleged" | "possible") {
            out.report.lose("ties that are not facts left out", tie.str("id"));
            return Ok(());
        }
        ties += 1;
        let key =
            (tie.str("a").to_owned(), tie.str("b").to_owned(), "tie", tie.str("type").to_owned());
        let edge = network.edges.entry(key).or_default();
        edge.weight += 1;
        edge.types.insert(tie.str("type").to_owned());
        let (from, to) = (tie.str("date_from").to_owned(), tie.str("date_to").to_owned());
        if !from.is_empty() {
            edge.days.insert((from, to));
        }
        Ok(())
    })?;
    out.report.records += ties;
    out.report.exported += ties;
    add_links(out, &mut network, acting)?;
    let ends: BTreeSet<&String> = network.edges.keys().flat_map(|(a, b, ..)| [a, b]).collect();
    let mut nodes = BTreeMap::new();
    for id in ends {
        if let Some(row) = out.store.row(&ACTORS, id)? {
            nodes.insert(id.clone(), row);
        }
    }
    network.nodes = nodes;
    out.report.rows = (network.nodes.len() + network.edges.len()) as u64;
    Ok(network)
}

/// Links as edges from who denies, contradicts or brings about to whose word or deed that is: the one source of an event, the
/// speaker of a statement, the holder of an assessment.
fn add_links(
    out: &mut Out<'_>,
    network: &mut Network,
    mut acting: HashMap<String, String>,
) -> Result<()> {
    for (table, column) in [(&STATEMENTS, "speaker"), (&ASSESSMENTS, "holder")] {
        out.store.each(table, &out.options.filter.fitted(table), &mut |row| {
            if let Some(actor) = row.get(column).as_str() {
                acting.insert(row.str("id").to_owned(), actor.to_owned());
            }
            Ok(())
        })?;
    }
    for link in links::all(out)? {
        out.report.records += 1;
        let ends = acting.get(&link.from).zip(acting.get(&link.to)).filter(|(a, b)| a != b);
        let Some((a, b)) = ends else {
            let id = format!("{}:{}", link.article, link.position);
            out.report.lose("links that do not lie between two actors: no edge", &id);
            continue;
        };
        out.report.exported += 1;
        let edge = network.edges.entry((a.clone(), b.clone(), "link", link.kind.clone()));
        let edge = edge.or_default();
        edge.weight += 1;
        edge.types.insert(link.kind);
    }
    Ok(())
}

fn quad(number: i64) -> &'static str {
    match number {
        1 => "verbal cooperation",
        2 => "material cooperation",
        3 => "verbal conflict",
        _ => "material conflict",
    }
}

/// Text for XML: characters that XML 1.0 cannot hold are left out.
fn xml(text: &str) -> String {
    let legal: String =
        text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')).collect();
    escape(legal.as_str()).into_owned()
}

fn node_values(row: &Row) -> [String; 6] {
    ["name", "kind", "country", "sectors", "articles", "mentions"]
        .map(|name| row.get(name).to_string())
}

fn edge_values(kind: &str, label: &str, edge: &Edge) -> [String; 7] {
    let mean = if kind == "event" && edge.weight > 0 {
        format!("{:.2}", edge.intensity / edge.weight as f64)
    } else {
        String::new()
    };
    let types: Vec<&str> = edge.types.iter().map(String::as_str).collect();
    [
        kind.to_owned(),
        label.to_owned(),
        types.join("; "),
        edge.weight.to_string(),
        mean,
        edge.days.first().map(|d| d.0.clone()).unwrap_or_default(),
        edge.days.iter().map(|d| d.1.clone()).max().unwrap_or_default(),
    ]
}

pub(super) fn write_graphml(out: &mut Out<'_>) -> Result<()> {
    let network = collect(out)?;
    let mut file = out.file("network.graphml")?;
    file.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    file.line("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
    file.line(&format!("  <desc>{}</desc>", xml(&out.report.provenance.line())))?;
    for (domain, keys) in [("node", &NODE[..]), ("edge", &EDGE[..])] {
        for (name, kind) in keys {
            file.line(&format!(
                "  <key id=\"{domain}_{name}\" for=\"{domain}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
            ))?;
        }
    }
    file.line("  <graph id=\"legation\" edgedefault=\"directed\">")?;
    for (id, row) in &network.nodes {
        file.line(&format!("    <node id=\"{}\">", xml(id)))?;
        data(&mut file, "node", &NODE, &node_values(row))?;
        file.line("    </node>")?;
    }
    for (i, ((a, b, kind, label), edge)) in network.edges.iter().enumerate() {
        file.line(&format!("    <edge id=\"e{i}\" source=\"{}\" target=\"{}\">", xml(a), xml(b)))?;
        data(&mut file, "edge", &EDGE, &edge_values(kind, label, edge))?;
        file.line("    </edge>")?;
    }
    file.line("  </graph>")?;
    file.line("</graphml>")?;
    file.finish()
}

fn data(file: &mut Text, domain: &str, keys: &[(&str, &str)], values: &[String]) -> Result<()> {
    for ((name, _), value) in keys.iter().zip(values) {
        if !value.is_empty() {
            file.line(&format!("      <data key=\"{domain}_{name}\">{}</data>", xml(value)))?;
        }
    }
    Ok(())
}

pub(super) fn write_gexf(out: &mut Out<'_>) -> Result<()> {
    let network = collect(out)?;
    let mut file = out.file("network.gexf")?;
    file.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    file.line("<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">")?;
    let provenance = &out.report.provenance;
    file.line(&format!(
        "  <meta><creator>{}</creator><description>{}</description></meta>",
        xml(&provenance.program),
        xml(&provenance.line())
    ))?;
    file.line("  <graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\">")?;
    for (class, keys) in [("node", &NODE[1..]), ("edge", &EDGE[..])] {
        file.line(&format!("    <attributes class=\"{class}\" mode=\"static\">"))?;
        for (i, (name, kind)) in keys.iter().enumerate() {
            file.line(&format!("      <attribute id=\"{i}\" title=\"{name}\" type=\"{kind}\"/>"))?;
        }
        file.line("    </attributes>")?;
    }
    file.line("    <nodes>")?;
    for (id, row) in &network.nodes {
        let values = node_values(row);
        file.line(&format!("      <node id=\"{}\" label=\"{}\">", xml(id), xml(&values[0])))?;
        attvalues(&mut file, &values[1..])?;
        file.line("      </node>")?;
    }
    file.line("    </nodes>")?;
    file.line("    <edges>")?;
    for (i, ((a, b, kind, label), edge)) in network.edges.iter().enumerate() {
        file.line(&format!(
            "      <edge id=\"e{i}\" source=\"{}\" target=\"{}\" label=\"{}\" weight=\"{}\">",
            xml(a),
            xml(b),
            xml(label),
            edge.weight
        ))?;
        attvalues(&mut file, &edge_values(kind, label, edge))?;
        if !edge.days.is_empty() {
            file.line("        <spells>")?;
            for (from, to) in &edge.days {
                let to = if to.is_empty() { from } else { to };
                file.line(&format!(
                    "          <spell start=\"{}\" end=\"{}\"/>",
                    xml(from),
                    xml(to)
                ))?;
            }
            file.line("        </spells>")?;
        }
        file.line("      </edge>")?;
    }
    file.line("    </edges>")?;
    file.line("  </graph>")?;
    file.line("</gexf>")?;
    file.finish()
}

fn attvalues(file: &mut Text, values: &[String]) -> Result<()> {
    file.line("        <attvalues>")?;
    for (i, value) in values.iter().enumerate() {
        if !value.is_empty() {
            file.line(&format!("          <attvalue for=\"{i}\" value=\"{}\"/>", xml(value)))?;
        }
    }
    file.line("        </attvalues>")
}
