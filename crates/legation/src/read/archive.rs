//! Archives: ZIP and tar, of any of the inputs. Members are read one at a time; what cannot be read as a stream is put into a
//! temporary file that has no name.

use super::bounds::{Tally, is_bomb};
use super::input::{self, Body};
use super::kind::Kind;
use super::{Inputs, Options, ReadError};
use std::io::{self, Read, Seek};
use std::sync::mpsc;

/// Archives inside archives inside archives.
const DEEPEST: usize = 4;
/// Members of this size are kept in memory.
const IN_MEMORY: usize = 8 << 20;

/// A member on its way out of its archive.
type Member = Result<(String, Body), ReadError>;

/// The articles of a ZIP archive.
pub(super) fn zip(name: String, body: Body, depth: usize, options: &Options) -> Inputs<'_> {
    if let Some(error) = too_deep(&name, depth) {
        return input::failed(error);
    }
    let mut body = match body.seekable() {
        Ok(body) => body,
        Err(error) => return input::failed(ReadError::io(&name, &error)),
    };
    let size = body.seek(io::SeekFrom::End(0)).unwrap_or_default();
    let mut archive = match zip::ZipArchive::new(io::BufReader::new(body)) {
        Ok(archive) => archive,
        Err(error) => {
            let problem = format!("is no ZIP archive that can be read ({error})");
            return input::failed(ReadError::new(
                name,
                problem,
                "fetch it again, or unpack it by other means",
            ));
        }
    };
    let unpacked = Tally::default();
    let mut at = 0;
    let members = std::iter::from_fn(move || {
        while at < archive.len() {
            at += 1;
            if let Some(member) =
                zip_member(&name, &mut archive, at - 1, (size, &unpacked), options)
            {
                if member.is_err() && is_bomb(size, unpacked.get()) {
                    at = archive.len();
                }
                return Some(member);
            }
        }
        None
    });
    Box::new(members.flat_map(move |member| opened(member, depth, options)))
}

fn zip_member<R: Read + Seek>(
    name: &str,
    archive: &mut zip::ZipArchive<R>,
    at: usize,
    (size, unpacked): (u64, &Tally),
    options: &Options,
) -> Option<Member> {
    let inside = archive.name_for_index(at).unwrap_or_default().to_owned();
    if !options.selection.takes(&inside) {
        return None;
    }
    let inside = format!("{name}!/{inside}");
    let mut file = match archive.by_index(at) {
        Ok(file) => file,
        Err(error) => {
            let problem = format!("cannot be unpacked ({error})");
            let remedy = "unpack the archive by other means and read what comes out";
            return Some(Err(ReadError::new(inside, problem, remedy)));
        }
    };
    if !file.is_file() {
        return None;
    }
    Some(taken(inside, &mut file, size, unpacked, options))
}

/// The articles of a tar archive.
pub(super) fn tar(name: String, body: Body, depth: usize, options: &Options) -> Inputs<'_> {
    if let Some(error) = too_deep(&name, depth) {
        return input::failed(error);
    }
    // The entries of a tar archive borrow from it: a thread of its own walks it.
    let (send, members) = mpsc::sync_channel::<Member>(1);
    let its_options = options.clone();
    std::thread::spawn(move || walk_tar(&name, body, &its_options, &send));
    Box::new(members.into_iter().flat_map(move |member| opened(member, depth, options)))
}

fn walk_tar(name: &str, body: Body, options: &Options, send: &mpsc::SyncSender<Member>) {
    let broken = |error: &io::Error| {
        let problem = format!("is no tar archive, or breaks off ({error})");
        ReadError::new(name, problem, "the members before were read; fetch it again for the rest")
    };
    let unpacked = Tally::default();
    let mut archive = tar::Archive::new(io::BufReader::new(body));
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => {
            let _ = send.send(Err(broken(&error)));
            return;
        }
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let _ = send.send(Err(broken(&error)));
                return;
            }
        };
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() || !options.selection.takes(&path) {
            continue;
        }
        let inside = format!("{name}!/{path}");
        // A tar archive is as large as what is in it.
        let size = unpacked.get() + entry.size();
        if send.send(taken(inside, &mut entry, size, &unpacked, options)).is_err() {
            return;
        }
    }
}

/// Takes a member out: whole where it holds many articles, else as much as an article may have.
fn taken(
    inside: String,
    file: &mut impl Read,
    size: u64,
    unpacked: &Tally,
    options: &Options,
) -> Member {
    let many = Kind::of_name(&inside).is_none_or(Kind::holds_many);
    let most = if many { u64::MAX } else { options.max_article + 1 };
    let mut spool = tempfile::spooled_tempfile(IN_MEMORY);
    let mut piece = vec![0; 64 << 10];
    let mut left = most;
    while left > 0 {
        let want = piece.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = match file.read(&mut piece[..want]) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                let problem = format!("cannot be unpacked ({error})");
                return Err(ReadError::new(
                    inside,
                    problem,
                    "fetch the archive again, or leave it out",
                ));
            }
        };
        left -= read as u64;
        unpacked.add(read as u64);
        if is_bomb(size, unpacked.get()) {
            let problem = "unpacks to so much that it must be a decompression bomb";
            return Err(ReadError::new(
                inside,
                problem,
                "leave it out; if it is none, unpack it and read that",
            ));
        }
        if let Err(error) = io::Write::write_all(&mut spool, &piece[..read]) {
            let problem = format!("cannot be put into a temporary file ({error})");
            return Err(ReadError::new(
                inside,
                problem,
                "make room, or set TMPDIR to where there is some",
            ));
        }
    }
    match Body::spooled(spool) {
        Ok(body) => Ok((inside, body)),
        Err(error) => Err(ReadError::io(&inside, &error)),
    }
}

fn opened(member: Member, depth: usize, options: &Options) -> Inputs<'_> {
    match member {
        Ok((name, body)) => input::open(name, body, depth + 1, options),
        Err(error) => input::failed(error),
    }
}

fn too_deep(name: &str, depth: usize) -> Option<ReadError> {
    let problem = format!("lies more than {DEEPEST} archives deep");
    (depth > DEEPEST).then(|| ReadError::new(name, problem, "unpack it and read what comes out"))
}
