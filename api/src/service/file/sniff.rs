//! What a file is, by its content: the name and the announced type must fit, and only kinds of this list are taken.
//! Nothing is unpacked: an archive's directory is plain text in it.
//! To add a kind: a variant, its line in `KINDS`, and how its content begins in `recognised`.

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// TIFF, as scanners write it.
    Tiff,
    /// A text document of Office Open XML.
    Docx,
    /// A spreadsheet of Office Open XML.
    Xlsx,
    /// A presentation of Office Open XML.
    Pptx,
    /// A text document of `OpenDocument`.
    Odt,
    /// A spreadsheet of `OpenDocument`.
    Ods,
    /// A table as text.
    Csv,
    /// Plain text.
    Txt,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SniffFault {
    /// No content.
    Empty,
    /// None of the kinds.
    Unknown,
    /// The name's ending or the announced type says something else.
    Mismatch,
    /// It carries macros.
    Macros,
}

/// Kind, endings of names (the first is given to names without one), media types as announced (the first is stored).
const KINDS: &[(FileKind, &[&str], &[&str])] = &[
    (FileKind::Pdf, &["pdf"], &["application/pdf", "application/x-pdf"]),
    (FileKind::Png, &["png"], &["image/png"]),
    (FileKind::Jpeg, &["jpg", "jpeg"], &["image/jpeg", "image/pjpeg"]),
    (FileKind::Tiff, &["tif", "tiff"], &["image/tiff"]),
    (
        FileKind::Docx,
        &["docx"],
        &["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip"],
    ),
    (
        FileKind::Xlsx,
        &["xlsx"],
        &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip"],
    ),
    (
        FileKind::Pptx,
        &["pptx"],
        &["application/vnd.openxmlformats-officedocument.presentationml.presentation", "application/zip"],
    ),
    (FileKind::Odt, &["odt"], &["application/vnd.oasis.opendocument.text", "application/zip"]),
    (FileKind::Ods, &["ods"], &["application/vnd.oasis.opendocument.spreadsheet", "application/zip"]),
    // Windows announces a CSV as what opens it.
    (FileKind::Csv, &["csv"], &["text/csv", "text/plain", "application/csv", "application/vnd.ms-excel"]),
    (FileKind::Txt, &["txt"], &["text/plain"]),
];

/// Says nothing about the content.
const ANYTHING: &[&str] = &["application/octet-stream", "binary/octet-stream"];

impl FileKind {
    fn line(self) -> (&'static [&'static str], &'static [&'static str]) {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or((&[], &[]), |(_, endings, types)| (*endings, *types))
    }

    /// The media type to store and to answer with; of texts with their encoding.
    pub fn media_type(self, bytes: &[u8]) -> String {
        let stored = self.line().1.first().copied().unwrap_or("application/octet-stream");
        match self {
            Self::Csv | Self::Txt if std::str::from_utf8(bytes).is_ok() => format!("{stored}; charset=utf-8"),
            Self::Csv | Self::Txt => format!("{stored}; charset=windows-1251"),
            _ => stored.to_owned(),
        }
    }
}

/// The kind of a file, if name, announced type and content agree.
pub fn kind(name: &str, announced: Option<&str>, bytes: &[u8]) -> Result<FileKind, SniffFault> {
    if bytes.is_empty() {
        return Err(SniffFault::Empty);
    }
    let ending = ending(name);
    let kind = recognised(bytes, ending.as_deref()).ok_or(SniffFault::Unknown)?;
    if contains(bytes, b"vbaProject.bin") && matches!(kind, FileKind::Docx | FileKind::Xlsx | FileKind::Pptx) {
        return Err(SniffFault::Macros);
    }
    let (endings, types) = kind.line();
    let named = ending.is_none_or(|ending| endings.contains(&ending.as_str()));
    let essence = announced.and_then(|text| text.split(';').next()).map(|text| text.trim().to_ascii_lowercase());
    let announced = essence
        .filter(|text| !text.is_empty())
        .is_none_or(|text| types.contains(&text.as_str()) || ANYTHING.contains(&text.as_str()));
    if named && announced { Ok(kind) } else { Err(SniffFault::Mismatch) }
}

/// The name with an ending that fits.
pub fn named(name: &str, kind: FileKind) -> String {
    match (ending(name), kind.line().0.first()) {
        (None, Some(ending)) => format!("{}.{ending}", name.trim_end_matches('.')),
        _ => name.to_owned(),
    }
}

/// What stands after the last full stop, if it looks like the ending of a name.
fn ending(name: &str) -> Option<String> {
    let (_, ending) = name.rsplit_once('.')?;
    let fits = (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // «Приказ от 26.02.2020» has no ending.
    (fits && !ending.bytes().all(|byte| byte.is_ascii_digit())).then(|| ending.to_ascii_lowercase())
}

fn recognised(bytes: &[u8], ending: Option<&str>) -> Option<FileKind> {
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    if begins(b"%PDF-") {
        Some(FileKind::Pdf)
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        Some(FileKind::Png)
    } else if begins(b"\xff\xd8\xff") {
        Some(FileKind::Jpeg)
    } else if begins(b"II*\0") || begins(b"MM\0*") {
        Some(FileKind::Tiff)
    } else if begins(b"PK\x03\x04") {
        archive(bytes)
    } else if is_text(bytes) {
        Some(if ending == Some("csv") { FileKind::Csv } else { FileKind::Txt })
    } else {
        None
    }
}

/// An archive by the names in it. `OpenDocument` says what it is in its first entry, which is not packed.
fn archive(bytes: &[u8]) -> Option<FileKind> {
    let head = bytes.get(30..140).unwrap_or(bytes);
    let open = |kind: &[u8]| contains(head, &[b"mimetypeapplication/vnd.oasis.opendocument.", kind].concat());
    if open(b"text") {
        Some(FileKind::Odt)
    } else if open(b"spreadsheet") {
        Some(FileKind::Ods)
    } else if !contains(bytes, b"[Content_Types].xml") {
        None
    } else if contains(bytes, b"word/document.xml") {
        Some(FileKind::Docx)
    } else if contains(bytes, b"xl/workbook.xml") {
        Some(FileKind::Xlsx)
    } else if contains(bytes, b"ppt/presentation.xml") {
        Some(FileKind::Pptx)
    } else {
        None
    }
}

/// UTF-8 or Windows-1251 without control characters: text that a person wrote.
fn is_text(bytes: &[u8]) -> bool {
    let plain = |byte: &u8| *byte >= 0x20 && *byte != 0x7f || matches!(byte, b'\t' | b'\n' | b'\r');
    // 0x98 is no character of Windows-1251.
    bytes.iter().all(plain) && (std::str::from_utf8(bytes).is_ok() || !bytes.contains(&0x98))
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn zip(names: &[&str]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.extend([0; 26]);
        for name in names {
            bytes.extend(name.as_bytes());
        }
        bytes
    }

    #[test]
    fn content_says_what_it_is() {
        let docx = zip(&["[Content_Types].xml", "word/document.xml"]);
        for (name, bytes, expected) in [
            ("скан.pdf", b"%PDF-1.7 ...".to_vec(), FileKind::Pdf),
            ("скан.PNG", b"\x89PNG\r\n\x1a\n....".to_vec(), FileKind::Png),
            ("скан.jpeg", b"\xff\xd8\xff\xe0....".to_vec(), FileKind::Jpeg),
            ("скан.tif", b"II*\0....".to_vec(), FileKind::Tiff),
            ("приказ.docx", docx, FileKind::Docx),
            ("свод.xlsx", zip(&["[Content_Types].xml", "xl/workbook.xml"]), FileKind::Xlsx),
            ("показ.pptx", zip(&["[Content_Types].xml", "ppt/presentation.xml"]), FileKind::Pptx),
            ("приказ.odt", zip(&["mimetypeapplication/vnd.oasis.opendocument.text"]), FileKind::Odt),
            ("свод.ods", zip(&["mimetypeapplication/vnd.oasis.opendocument.spreadsheet"]), FileKind::Ods),
            ("свод.csv", "код;имя\n1;ёж".as_bytes().to_vec(), FileKind::Csv),
            ("заметка.txt", vec![0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2], FileKind::Txt),
            ("Приказ от 26.02.2020", b"%PDF-1.4".to_vec(), FileKind::Pdf),
        ] {
            assert_eq!(kind(name, None, &bytes), Ok(expected), "{name}");
            assert_eq!(kind(name, Some("application/octet-stream"), &bytes), Ok(expected), "{name}");
        }
    }

    #[test]
    fn what_is_not_what_it_says_is_refused() {
        let pdf = b"%PDF-1.7";
        assert_eq!(kind("a.pdf", None, b""), Err(SniffFault::Empty));
        assert_eq!(kind("a.pdf", Some("text/html"), pdf), Err(SniffFault::Mismatch));
        assert_eq!(kind("a.exe", None, pdf), Err(SniffFault::Mismatch));
        assert_eq!(kind("a.html", Some("text/html"), b"<script>alert(1)</script>"), Err(SniffFault::Mismatch));
        assert_eq!(kind("a.svg", None, b"<svg onload='alert(1)'/>"), Err(SniffFault::Mismatch));
        assert_eq!(kind("a.exe", None, b"MZ\x90\0\x03"), Err(SniffFault::Unknown));
        assert_eq!(kind("a.zip", None, &zip(&["bomb"])), Err(SniffFault::Unknown));
        let macros = zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]);
        assert_eq!(kind("a.docx", None, &macros), Err(SniffFault::Macros));
    }

    #[test]
    fn a_name_gets_the_ending_it_lacks() {
        assert_eq!(named("Приказ от 26.02.2020", FileKind::Pdf), "Приказ от 26.02.2020.pdf");
        assert_eq!(named("скан.JPG", FileKind::Jpeg), "скан.JPG");
    }

    #[test]
    fn texts_carry_their_encoding() {
        assert_eq!(FileKind::Txt.media_type("ё".as_bytes()), "text/plain; charset=utf-8");
        assert_eq!(FileKind::Csv.media_type(&[0xcf]), "text/csv; charset=windows-1251");
    }

    proptest! {
        #[test]
        fn any_bytes_have_an_answer(name in ".{0,20}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = kind(&name, None, &bytes);
        }
    }
}
