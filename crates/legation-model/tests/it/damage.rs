//! Model files that are cut short, altered or foreign are refused with the reason.

use legation_model::{Error, Model, install};
use std::path::Path;

fn load(bytes: &[u8], folder: &Path) -> Error {
    let path = folder.join("damaged.legmodel");
    std::fs::write(&path, bytes).unwrap();
    match Model::load(&path) {
        Ok(_) => panic!("a damaged file was loaded"),
        Err(error) => error,
    }
}

#[test]
fn damaged_files_are_refused() {
    let Some(path) = crate::file() else { return };
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read(&path).unwrap();
    for length in [0, 7, 63, 64, 1000, whole.len() / 2, whole.len() - 1] {
        let error = load(&whole[..length], folder.path());
        assert!(matches!(error, Error::NotAModel(_) | Error::Length { .. }), "{length}: {error}");
    }
    for at in [9, 12, 24, 60, 100, 5000, whole.len() / 2, whole.len() - 1] {
        let mut altered = whole.clone();
        altered[at] ^= 0x40;
        let error = load(&altered, folder.path());
        assert!(matches!(error, Error::Checksum(_) | Error::Format { .. }), "{at}: {error}");
        assert!(error.to_string().contains("legation model install"), "{error}");
    }
    let mut longer = whole;
    longer.extend([0; 64]);
    assert!(matches!(load(&longer, folder.path()), Error::Length { .. }));
}

#[test]
fn foreign_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for bytes in
        [&b"hello"[..], &[0; 4096], b"PK\x03\x04 not really a wheel at all, but it starts like one"]
    {
        assert!(matches!(load(bytes, folder.path()), Error::NotAModel(_)));
        let path = folder.path().join("foreign.bin");
        std::fs::write(&path, bytes).unwrap();
        let options =
            install::Options { path: Some(path), offline: true, ..install::Options::default() };
        let error = install::find_or_install(&options, &mut |_| ()).unwrap_err();
        assert!(matches!(error, Error::NotAModel(_) | Error::Package { .. }), "{error}");
    }
    let missing =
        install::Options { path: Some(folder.path().join("none")), ..install::Options::default() };
    assert!(matches!(install::find_or_install(&missing, &mut |_| ()), Err(Error::Io { .. })));
    let empty =
        install::Options { path: Some(folder.path().to_owned()), ..install::Options::default() };
    std::fs::remove_file(folder.path().join("foreign.bin")).unwrap();
    assert!(matches!(install::find_or_install(&empty, &mut |_| ()), Err(Error::Package { .. })));
}

#[test]
fn what_is_installed_can_be_verified() {
    let Some(path) = crate::file() else { return };
    let installed = install::verify(&path).unwrap();
    assert_eq!(installed.version, "3.8.0");
    assert_eq!(installed.bytes, std::fs::metadata(&path).unwrap().len());
    assert!(install::NOTICE.contains("WordNet") && install::NOTICE.contains("OntoNotes"));
}
