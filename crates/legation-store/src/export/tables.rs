//! The tables as they are: a file for each.

use super::Out;
use crate::columns::{Column, TABLES};
use crate::format::{CsvFile, Format, ParquetSink, Sink};
use crate::query::has_shape;
use crate::{Attitudes, Error, Result};
use std::fs::File;
use std::io::BufWriter;
use std::sync::Arc;

pub(super) fn write(out: &mut Out<'_>, format: Format) -> Result<()> {
    if format == Format::Csv {
        out.report.not_in_format = vec![
            "the difference between what is unknown and an empty text",
            "lists: the items are joined by `; `",
        ];
    }
    let runs: Vec<String> = out.store.runs()?.iter().map(|r| r.str("id").to_owned()).collect();
    let notes = [
        ("legation.schema", crate::SCHEMA_VERSION.to_string()),
        ("legation.version", env!("CARGO_PKG_VERSION").to_owned()),
        ("legation.runs", runs.join(" ")),
        ("legation.provenance", out.report.provenance.line()),
    ];
    for table in TABLES {
        let columns: Arc<[&'static Column]> = table.columns.iter().collect();
        let name = format!("{}.{}", table.name, format.as_str());
        let path = out.folder.join(&name);
        let file = BufWriter::new(File::create(&path).map_err(Error::file(&path))?);
        let mut sink: Box<dyn Sink> = if format == Format::Parquet {
            let notes: Vec<(&str, String)> = notes.iter().map(|(k, v)| (*k, v.clone())).collect();
            Box::new(ParquetSink::new(&columns, file, &notes)?)
        } else {
            Box::new(CsvFile::new(&columns, file, out.options.formulas)?)
        };
        let mut filter = if has_shape(table) {
            out.options.filter.fitted(table)
        } else {
            out.options.filter.clone()
        };
        filter.attitudes = Attitudes::Shown;
        let rows = out.store.each(table, &filter, &mut |row| sink.row(&row))?;
        sink.finish()?;
        out.report.files.push(name);
        out.report.records += rows;
        out.report.exported += rows;
        out.report.rows += rows;
    }
    Ok(())
}
