//! Parquet: one article a row. Only the columns that are needed are unpacked.

use super::bounds::Tally;
use super::columns::{self, Field, Place};
use super::{Options, ReadError};
use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use arrow::array::{Array, AsArray};
use arrow::datatypes::DataType;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use legation_core::Article;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows that are unpacked at a time.
const ROWS: usize = 32;

/// The articles of a file.
pub(super) fn articles(
    name: String,
    file: File,
    options: &Options,
) -> impl Iterator<Item = Result<Article, ReadError>> + Send + '_ {
    let row = Tally::default();
    let mut failed = None;
    let opened = catch_unwind(AssertUnwindSafe(|| open(file, options)))
        .unwrap_or_else(|_| Err("is damaged".to_owned()))
        .map_err(|problem| {
            let remedy =
                "name its columns with --column text=NAME, or write it anew with snappy or zstd";
            failed = Some(ReadError::new(&name, problem, remedy));
        });
    let (mut reader, fields) = match opened {
        Ok((reader, fields)) => (Some(reader), fields),
        Err(()) => (None, Vec::new()),
    };
    let mut ready = Vec::new().into_iter();
    std::iter::from_fn(move || {
        loop {
            if let Some(error) = failed.take() {
                return Some(Err(error));
            }
            if let Some(values) = ready.next() {
                row.add(1);
                let at = format!("{name}:{}", row.get());
                let place = Place { name: &name, at: &at, reader: "parquet" };
                return Some(columns::article(place, values, options));
            }
            // A damaged page must not end the run.
            let next =
                catch_unwind(AssertUnwindSafe(|| reader.as_mut()?.next())).unwrap_or_else(|_| {
                    Some(Err(arrow::error::ArrowError::ParquetError("damaged".to_owned())))
                });
            match next? {
                Ok(batch) => ready = rows(&batch, &fields).into_iter(),
                Err(error) => {
                    reader = None;
                    let problem = format!("cannot be read behind row {} ({error})", row.get());
                    failed = Some(ReadError::new(
                        &name,
                        problem,
                        "the rows before were read; write it anew",
                    ));
                }
            }
        }
    })
}

type Opened = (ParquetRecordBatchReader, Vec<(Field, usize)>);

fn open(file: File, options: &Options) -> Result<Opened, String> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)
        .map_err(|e| format!("is no Parquet file ({e})"))?;
    let header: Vec<String> = builder.schema().fields().iter().map(|f| f.name().clone()).collect();
    let fields = options.columns.positions(&header)?;
    let mut wanted: Vec<usize> = fields.iter().map(|(_, at)| *at).collect();
    wanted.sort_unstable();
    wanted.dedup();
    // In the unpacked batch the columns stand in the order of the file, without the others.
    let fields = fields
        .into_iter()
        .filter_map(|(field, at)| Some((field, wanted.iter().position(|w| *w == at)?)))
        .collect();
    let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
    let reader = builder.with_projection(mask).with_batch_size(ROWS).build();
    Ok((reader.map_err(|e| format!("cannot be read ({e})"))?, fields))
}

/// The values of the fields in each row.
fn rows(
    batch: &arrow::array::RecordBatch,
    fields: &[(Field, usize)],
) -> Vec<Vec<(Field, Vec<String>)>> {
    (0..batch.num_rows())
        .map(|row| {
            fields
                .iter()
                .map(|(field, at)| (*field, values(batch.column(*at).as_ref(), row)))
                .collect()
        })
        .collect()
}

/// A value as text, a list as several.
fn values(column: &dyn Array, row: usize) -> Vec<String> {
    if column.is_null(row) {
        return Vec::new();
    }
    if let DataType::List(_) = column.data_type() {
        let list = column.as_list::<i32>().value(row);
        return (0..list.len()).flat_map(|at| values(list.as_ref(), at)).collect();
    }
    let options = FormatOptions::default();
    let Ok(format) = ArrayFormatter::try_new(column, &options) else { return Vec::new() };
    format.value(row).try_to_string().map(|v| vec![v]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::parquet::arrow::ArrowWriter;
    use arrow::array::{ArrayRef, Date32Array, RecordBatch, StringArray};
    use std::io::{Seek, Write};
    use std::sync::Arc;

    #[test]
    fn rows_become_articles() {
        let text: ArrayRef = Arc::new(StringArray::from(vec![Some("Talks ended."), None]));
        let day: ArrayRef = Arc::new(Date32Array::from(vec![19_356, 19_357]));
        let other: ArrayRef = Arc::new(StringArray::from(vec!["x", "y"]));
        let batch =
            RecordBatch::try_from_iter([("other", other), ("day", day), ("story", text)]).unwrap();
        let mut file = tempfile::tempfile().unwrap();
        let mut writer =
            ArrowWriter::try_new(file.try_clone().unwrap(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        file.rewind().unwrap();
        let mut options = Options::default();
        options.columns.0 = vec!["date=day".parse().unwrap()];
        let all: Vec<_> = articles("p".to_owned(), file, &options).collect();
        let first = all[0].as_ref().unwrap();
        assert_eq!((first.text.as_str(), first.uri.as_str()), ("Talks ended.", "p:1"));
        assert_eq!(first.published.date.map(|d| d.to_string()).as_deref(), Some("2022-12-30"));
        assert!(all[1].as_ref().unwrap_err().to_string().contains("p:2"));
    }

    #[test]
    fn damage_is_an_error() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"PAR1 nothing of the kind PAR1").unwrap();
        file.rewind().unwrap();
        let options = Options::default();
        let all: Vec<_> = articles("p".to_owned(), file, &options).collect();
        assert!(all.len() == 1 && all[0].is_err());
    }
}
