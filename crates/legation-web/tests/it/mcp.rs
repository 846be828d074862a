//! The Model Context Protocol, as a scripted client sees it.

use crate::common::{Site, request};
use axum::body::Body;
use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, ReadHalf, WriteHalf,
};

struct Client {
    input: WriteHalf<DuplexStream>,
    output: tokio::io::Lines<BufReader<ReadHalf<DuplexStream>>>,
    asked: u64,
}

impl Client {
    /// A client that has shaken hands.
    async fn of(site: &Site) -> Self {
        let (here, there) = tokio::io::duplex(1 << 20);
        let (input, output) = tokio::io::split(there);
        let db = site.db();
        tokio::spawn(async move { legation_web::mcp(db, "legation test", input, output).await });
        let (output, input) = tokio::io::split(here);
        let mut client = Self { input, output: BufReader::new(output).lines(), asked: 0 };
        let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "script", "version": "1"}});
        let welcome = client.ask("initialize", hello).await;
        assert_eq!(welcome["result"]["serverInfo"]["name"], "legation");
        assert!(welcome["result"]["instructions"].as_str().unwrap().contains("quote"));
        client.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"})).await;
        client
    }

    async fn send(&mut self, message: &Value) {
        self.input.write_all(format!("{message}\n").as_bytes()).await.unwrap();
    }

    async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})).await;
        loop {
            let line = self.output.next_line().await.unwrap().expect("an answer");
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == id {
                return answer;
            }
        }
    }

    async fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let answer = self.ask("tools/call", json!({"name": tool, "arguments": arguments})).await;
        let result = &answer["result"];
        assert!(result.is_object(), "{answer}");
        // Clients that know no structured content read the same as text.
        if result["isError"] != true {
            let text = result["content"][0]["text"].as_str().unwrap();
            assert_eq!(serde_json::from_str::<Value>(text).unwrap(), result["structuredContent"]);
        }
        result.clone()
    }
}

#[tokio::test]
async fn every_tool_only_reads_and_every_record_has_article_span_and_words() {
    let site = Site::of(4);
    let before = site.get("/api/v1/about").await.text;
    let mut client = Client::of(&site).await;
    let tools = client.ask("tools/list", json!({})).await["result"]["tools"].clone();
    let tools = tools.as_array().unwrap();
    assert_eq!(tools.len(), 9);
    for tool in tools {
        let name = tool["name"].as_str().unwrap();
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{name}");
        assert_eq!(tool["inputSchema"]["type"], "object", "{name}");
        let arguments = match name {
            "article" => {
                let rows = site.get("/api/v1/articles?limit=1").await.rows();
                json!({"id": rows[0]["id"]})
            }
            "record" => {
                let rows = site.get("/api/v1/events?limit=1").await.rows();
                json!({"id": rows[0]["id"]})
            }
            _ => json!({"limit": 5}),
        };
        let answer = client.call(name, arguments).await;
        let records = answer["structuredContent"]["records"].as_array().unwrap().clone();
        assert!(!records.is_empty(), "{name}: {answer}");
        for record in records {
            let article = record["article"]["id"].as_str().unwrap();
            let whole = site.get(&format!("/api/v1/articles/{article}")).await.json();
            let text: Vec<char> =
                whole["data"]["document"]["text"].as_str().unwrap().chars().collect();
            let at = |i: usize| record["span"][i].as_u64().unwrap() as usize;
            let words: String = text[at(0)..at(1)].iter().collect();
            assert_eq!(record["words"].as_str().unwrap(), words, "{name}");
            assert!(!words.is_empty(), "{name}: {record}");
        }
    }
    assert_eq!(site.get("/api/v1/about").await.text, before);
}

#[tokio::test]
async fn the_filters_are_those_of_the_rest_api() {
    let site = Site::of(6);
    let mut client = Client::of(&site).await;
    let rows = site.get("/api/v1/events?quad=4&limit=100").await.rows();
    let answer = client.call("events", json!({"quad": [4], "limit": 100})).await;
    let found = &answer["structuredContent"];
    let ids = |rows: &[Value]| rows.iter().map(|r| r["id"].clone()).collect::<Vec<_>>();
    let records: Vec<Value> =
        found["records"].as_array().unwrap().iter().map(|r| r["record"].clone()).collect();
    assert_eq!(ids(&records), ids(&rows));
    assert_eq!(found["count"].as_u64().unwrap(), rows.len() as u64);
    for record in &records {
        for id in record["source"].as_array().into_iter().flatten() {
            assert!(found["names"][id.as_str().unwrap()].is_string(), "{id} has no name");
        }
    }
    // Page after page, every row once.
    let mut seen = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = client.call("statements", json!({"limit": 7, "after": after})).await;
        let page = &page["structuredContent"];
        seen.extend(page["records"].as_array().unwrap().clone());
        after = page["next"].clone();
        if after.is_null() {
            assert_eq!(seen.len() as u64, page["count"].as_u64().unwrap());
            break;
        }
    }
}

#[tokio::test]
async fn mistakes_are_told_to_the_model() {
    let site = Site::of(1);
    let mut client = Client::of(&site).await;
    for (tool, arguments, says) in [
        ("events", json!({"colour": "red"}), "colour"),
        ("events", json!({"since": "yesterday"}), "since"),
        ("figures", json!({"quad": 1}), "quad"),
        ("article", json!({}), "id"),
        ("record", json!({"id": "none"}), "none"),
        ("events", json!({"type": {"a": 1}}), "type"),
    ] {
        let answer = client.call(tool, arguments).await;
        assert_eq!(answer["isError"], true, "{tool}");
        let text = answer["content"][0]["text"].as_str().unwrap();
        assert!(text.contains(says), "{text}");
        assert!(!text.contains(site.folder.path().to_str().unwrap()), "a path leaks: {text}");
    }
    let unknown = client.ask("tools/call", json!({"name": "delete", "arguments": {}})).await;
    assert!(unknown["error"]["message"].as_str().unwrap().contains("delete"));
    // What an article says stays what it says.
    let request = request("GET", "/api/v1/articles").body(Body::empty()).unwrap();
    assert_eq!(site.send(request).await.status, 200);
}
