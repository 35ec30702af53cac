//! Who may do what with a file: as with the object it hangs on.

use entity::{CodeEnum, file, shared::Visibility};

use crate::{
    access::{Action, Kind, Reason, Right, Verdict, Viewer},
    db::change::Place,
};

/// The actions of a file.
pub const FILE: &[Action] = &[Action::DetachFile, Action::DeleteFile];

/// What files hang on: objects that show them.
pub const HOLDERS: &[Kind] = &[
    Kind::LegalAct,
    Kind::Organisation,
    Kind::Centre,
    Kind::StatusAssignment,
    Kind::Agreement,
    Kind::Competition,
    Kind::Application,
    Kind::Report,
];

/// Whether a file may be hung on an object of a kind at a place, or taken off it.
pub fn attach(viewer: &Viewer, kind: Kind, place: &Place) -> Verdict {
    on(viewer, Action::AttachFile, kind, place)
}

/// Whether an action may be done with a file; `place` is where its object stands, if it hangs on one.
pub fn verdict(viewer: &Viewer, action: Action, file: &file::Model, place: Option<&Place>) -> Verdict {
    let kind = file.object_typename.as_deref().and_then(Kind::from_code);
    match (action, kind.zip(place)) {
        (Action::DetachFile, Some((kind, place))) => on(viewer, action, kind, place),
        (Action::DetachFile, None) => Verdict::wrong_state("Файл ни к чему не приложен", "The file hangs on nothing"),
        (Action::DeleteFile, Some((kind, place))) => on(viewer, action, kind, place)
            .and(|| Verdict::wrong_state("Сначала открепите файл", "Take the file off first")),
        // Who sees a file that hangs on nothing has uploaded it.
        (Action::DeleteFile, None) => Verdict::allowed(),
        _ => Verdict::no(Reason::WrongKind, "Это не действие с файлом", "This is not done with files"),
    }
}

fn on(viewer: &Viewer, action: Action, kind: Kind, place: &Place) -> Verdict {
    Verdict::by_right(viewer, action, place).and(|| {
        if !viewer.can(Right::Write, kind, place) {
            let (ru, en) = ("Нет полномочия менять этот объект", "No grant lets change this object");
            Verdict::no(Reason::NoRight, ru, en)
        } else if kind == Kind::Application && place.visibility != Visibility::Draft {
            Verdict::wrong_state(
                "Заявка подана: её документы больше не меняются",
                "The application is submitted: its documents change no more",
            )
        } else {
            Verdict::allowed()
        }
    })
}

/// Whether the viewer may send files at all.
pub fn may_upload(viewer: &Viewer) -> Verdict {
    if viewer.can_somewhere(Right::Write, Kind::File) {
        Verdict::allowed()
    } else if viewer.is_signed_in() {
        Verdict::no(Reason::NoRight, "Нет полномочия загружать файлы", "No grant lets send files")
    } else {
        Verdict::no(Reason::NotSignedIn, "Нужно войти", "Sign in first")
    }
}
