//! Rows to Parquet and back, through Arrow.

use super::Sink;
use crate::columns::{Column, Kind};
use crate::value::{Row, Value};
use crate::{Answer, Error, Result};
use ::parquet::arrow::ArrowWriter;
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use arrow::array::{
    Array, ArrayRef, AsArray, BooleanBuilder, Date32Builder, Float64Array, Float64Builder,
    Int64Array, Int64Builder, ListBuilder, RecordBatch, RecordBatchOptions, StringArray,
    StringBuilder,
};
use arrow::datatypes::{DataType, Date32Type, Field, Float64Type, Int64Type, Schema};
use jiff::civil::Date;
use serde_json::Value as Json;
use std::io::Write;
use std::sync::Arc;

/// So many rows are gathered before they are written.
const BATCH: usize = 8192;
/// So many rows make a group, the unit that readers skip.
const GROUP: usize = 128 * 1024;
/// The day from which Arrow counts.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// Writes rows to a Parquet file.
pub struct ParquetSink<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: Arc<Schema>,
    columns: Arc<[&'static Column]>,
    rows: Vec<Vec<Value>>,
}

impl<W: Write + Send> ParquetSink<W> {
    /// Starts a file with these columns and notes on where it comes from.
    pub fn new(columns: &Arc<[&'static Column]>, out: W, notes: &[(&str, String)]) -> Result<Self> {
        let fields = columns.iter().map(|c| Field::new(c.name, data_type(c.kind), c.nullable));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let notes = notes.iter().map(|(k, v)| KeyValue::new((*k).to_owned(), v.clone())).collect();
        let level = ZstdLevel::try_new(3).map_err(Error::format("Parquet"))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_max_row_group_row_count(Some(GROUP))
            .set_key_value_metadata(Some(notes))
            .build();
        let writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))
            .map_err(Error::format("Parquet"))?;
        Ok(Self { writer, schema, columns: Arc::clone(columns), rows: Vec::new() })
    }

    fn flush(&mut self) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.rows);
        let arrays = self.columns.iter().enumerate().map(|(i, c)| array(c, &rows, i));
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays.collect::<Result<_>>()?)
            .map_err(Error::format("Parquet"))?;
        self.writer.write(&batch).map_err(Error::format("Parquet"))
    }
}

impl<W: Write + Send> Sink for ParquetSink<W> {
    fn row(&mut self, row: &Row) -> Result<()> {
        self.rows.push(row.values.clone());
        if self.rows.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.flush()?;
        self.writer.close().map(|_| ()).map_err(Error::format("Parquet"))
    }
}

/// Writes the answer to a question in SQL. A column whose values are all whole numbers holds such, one with numbers only holds
/// numbers, every other one text.
pub fn write_answer(answer: &Answer, out: impl Write + Send) -> Result<()> {
    let mut fields = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    // Two columns may have one name; readers want it once.
    let mut names = std::collections::HashSet::new();
    for (at, name) in answer.columns.iter().enumerate() {
        let values = || answer.rows.iter().map(|row| &row[at]);
        let there = || values().filter(|v| !v.is_null());
        let array: ArrayRef = if there().next().is_some() && there().all(Json::is_i64) {
            Arc::new(values().map(Json::as_i64).collect::<Int64Array>())
        } else if there().next().is_some() && there().all(Json::is_number) {
            Arc::new(values().map(Json::as_f64).collect::<Float64Array>())
        } else {
            let text = |value: &Json| match value {
                Json::Null => None,
                Json::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            };
            Arc::new(values().map(text).collect::<StringArray>())
        };
        let unique = (2..).map(|n| format!("{name}_{n}"));
        let name = std::iter::once(name.clone()).chain(unique).find(|n| names.insert(n.clone()));
        fields.push(Field::new(name.unwrap_or_default(), array.data_type().clone(), true));
        arrays.push(array);
    }
    let schema = Arc::new(Schema::new(fields));
    let level = ZstdLevel::try_new(3).map_err(Error::format("Parquet"))?;
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))
        .map_err(Error::format("Parquet"))?;
    let rows = RecordBatchOptions::new().with_row_count(Some(answer.rows.len()));
    RecordBatch::try_new_with_options(schema, arrays, &rows)
        .map_err(Error::format("Parquet"))
        .and_then(|batch| writer.write(&batch).map_err(Error::format("Parquet")))?;
    writer.close().map(|_| ()).map_err(Error::format("Parquet"))
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text | Kind::Json => DataType::Utf8,
        Kind::Integer => DataType::Int64,
        Kind::Real => DataType::Float64,
        Kind::Bool => DataType::Boolean,
        Kind::Date => DataType::Date32,
        Kind::List => DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))),
    }
}

fn array(column: &Column, rows: &[Vec<Value>], at: usize) -> Result<ArrayRef> {
    let values = rows.iter().map(|row| &row[at]);
    Ok(match column.kind {
        Kind::Text | Kind::Json => {
            let mut builder = StringBuilder::new();
            for value in values {
                builder.append_option((!value.is_null()).then(|| value.to_string()));
            }
            Arc::new(builder.finish())
        }
        Kind::Integer => {
            let mut builder = Int64Builder::new();
            values.for_each(|v| builder.append_option(v.as_i64()));
            Arc::new(builder.finish())
        }
        Kind::Real => {
            let mut builder = Float64Builder::new();
            values.for_each(|v| builder.append_option(v.as_f64()));
            Arc::new(builder.finish())
        }
        Kind::Bool => {
            let mut builder = BooleanBuilder::new();
            values.for_each(|v| builder.append_option((!v.is_null()).then(|| v.is_true())));
            Arc::new(builder.finish())
        }
        Kind::Date => {
            let mut builder = Date32Builder::new();
            for value in values {
                builder.append_option(value.as_str().map(|d| days(column, d)).transpose()?);
            }
            Arc::new(builder.finish())
        }
        Kind::List => {
            let mut builder = ListBuilder::new(StringBuilder::new());
            for value in values {
                value.as_list().iter().for_each(|item| builder.values().append_value(item));
                builder.append(!value.is_null());
            }
            Arc::new(builder.finish())
        }
    })
}

fn days(column: &Column, text: &str) -> Result<i32> {
    let date: Date = text.parse().map_err(|_| Error::Format {
        format: "Parquet",
        problem: format!("{} holds {text:?}, which is not a date", column.name),
    })?;
    Ok(date.since(EPOCH).map_err(Error::format("Parquet"))?.get_days())
}

/// Reads rows of these columns back from a file that [`ParquetSink`] wrote.
pub fn read_parquet(columns: &Arc<[&'static Column]>, file: std::fs::File) -> Result<Vec<Row>> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .and_then(ParquetRecordBatchReaderBuilder::build)
        .map_err(Error::format("Parquet"))?;
    let mut rows = Vec::new();
    for batch in reader {
        let batch = batch.map_err(Error::format("Parquet"))?;
        let arrays: Option<Vec<&ArrayRef>> =
            columns.iter().map(|c| batch.column_by_name(c.name)).collect();
        let arrays = arrays.ok_or_else(|| Error::Format {
            format: "Parquet",
            problem: "the file has other columns than expected".to_owned(),
        })?;
        for i in 0..batch.num_rows() {
            let values = columns.iter().zip(&arrays).map(|(c, a)| value(c.kind, a, i)).collect();
            rows.push(Row { columns: Arc::clone(columns), values });
        }
    }
    Ok(rows)
}

fn value(kind: Kind, array: &ArrayRef, i: usize) -> Value {
    if array.is_null(i) {
        return Value::Null;
    }
    match kind {
        Kind::Text => Value::Text(array.as_string::<i32>().value(i).to_owned()),
        Kind::Json => {
            serde_json::from_str(array.as_string::<i32>().value(i)).map_or(Value::Null, Value::Json)
        }
        Kind::Integer => Value::Integer(array.as_primitive::<Int64Type>().value(i)),
        Kind::Real => Value::Real(array.as_primitive::<Float64Type>().value(i)),
        Kind::Bool => Value::Bool(array.as_boolean().value(i)),
        Kind::Date => {
            let days = array.as_primitive::<Date32Type>().value(i);
            Value::Text(EPOCH.saturating_add(jiff::Span::new().days(days)).to_string())
        }
        Kind::List => {
            let items = array.as_list::<i32>().value(i);
            let items = items.as_string::<i32>();
            Value::List((0..items.len()).map(|j| items.value(j).to_owned()).collect())
        }
    }
}
