//! Background tasks of the server: the order export (contract: `TaskRef`, `ExportStatus`).

use serde_json::value::RawValue;

use super::field::Field;
use super::object::wire_object;
use crate::domain::ids::TaskId;
use crate::domain::order::ExportStatus;

wire_object!(Task {
    id = "task_id",
    success = "success",
    started = "started",
    stopped = "stopped",
});

/// How a task is doing; `success` has three values (O17).
pub(crate) fn status(raw: &RawValue) -> ExportStatus {
    let task = Task::read(raw.get()).unwrap_or_default();
    ExportStatus {
        success: task.success.flag(),
        started: task.started.date(),
        stopped: task.stopped.date(),
    }
}

/// The key of a task that was started: in an object, or bare.
pub(crate) fn task_id(raw: &RawValue) -> Option<TaskId> {
    let id = match Task::read(raw.get()) {
        Ok(task) => task.id.scalar(),
        Err(_) => Field::new(raw).scalar(),
    };
    id.map(|id| TaskId::new(id.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o17_success_has_three_values() {
        let success = |json: &str| {
            let json = format!(r#"{{"task_id":"t","success":{json},"started":null}}"#);
            status(serde_json::from_str(&json).unwrap()).success
        };
        assert_eq!(success("null"), None);
        assert_eq!(success("true"), Some(true));
        assert_eq!(success("false"), Some(false));
        assert_eq!(success("\"True\""), Some(true));
    }

    #[test]
    fn g14_a_task_key_is_opaque() {
        let id = |json: &str| task_id(serde_json::from_str(json).unwrap());
        assert_eq!(
            id(r#"{"task_id":"task_123456789"}"#).unwrap().wire(),
            "task_123456789"
        );
        assert_eq!(id(r#"{"task_id":12}"#).unwrap().wire(), "12");
        assert_eq!(id("\"bare\"").unwrap().wire(), "bare");
        for none in ["{}", r#"{"task_id":""}"#, "[]", "null"] {
            assert_eq!(id(none), None, "{none}");
        }
    }
}
