"""Every error that Clara raises on purpose.

ClaraError
+-- ConfigInvalidError          (ValueError)
+-- InputInvalidError           (ValueError)   something a person typed or said
|   +-- TitleInvalidError
|   +-- DueInvalidError
|   +-- RecurrenceInvalidError
|   +-- FieldInvalidError       any other value of a task, project, tag or template
|   +-- QueryInvalidError
|   +-- FileInvalidError        a file to import is not what it should be
|   +-- ProjectNotFoundError
|   +-- TaskNotFoundError
|   +-- TagNotFoundError
|   +-- TemplateNotFoundError
|   +-- TimerNotFoundError
|   +-- AlarmNotFoundError
|   +-- NameTakenError
|   +-- ParentInvalidError      a task would become its own ancestor
|   +-- DeviceUnknownError      no paired device has this number or name
|   +-- TaskStateError          for example completing one that is in the trash
|   +-- NothingToUndoError      also nothing to redo
|   +-- UndoConflictError       somebody changed the same thing since
+-- ModelError
|   +-- ModelUnknownError       (KeyError)     no such pack in the manifest
|   +-- ModelMissingError       (FileNotFoundError)
|   +-- ModelDamagedError       (ValueError)
|   +-- ModelDownloadError      (OSError)
+-- AudioError
|   +-- AudioFileInvalidError   (ValueError)
|   +-- AudioDeviceMissingError (FileNotFoundError)
|   +-- AudioDeviceBusyError    (OSError)
|   +-- AudioDeviceLostError    (OSError)      was open, then failed
+-- EngineError
|   +-- EngineUnknownError      (KeyError)
|   +-- EngineFailedError       (RuntimeError)
|   +-- LanguageModelError
|       +-- LanguageModelAbsentError
|       +-- LanguageModelBusyError
+-- StorageError                (OSError)
|   +-- StorageUnavailableError
|   +-- StorageFullError
|   +-- StorageDamagedError
|   +-- StorageNewerError
+-- CertificateError
|   +-- CertificateUnavailableError (OSError)  a file of it cannot be read or written
|   +-- CertificateDamagedError (ValueError)
+-- DeviceAbsentError           no voice daemon runs here
+-- DeviceRefusedError          for example switching off without the right to
+-- PairingRefusedError         (PermissionError) a code is wrong, used or too old
|   +-- PairingBlockedError     too many were wrong
+-- DaemonError
    +-- DaemonRunningError      (OSError)      somebody else holds the lock
    +-- DaemonUnreachableError  (ConnectionError)
    +-- SocketUnusableError     (OSError)      the control socket cannot be made
    +-- RequestRefusedError     (RuntimeError) the daemon answered with an error
"""

from __future__ import annotations


class ClaraError(Exception):
    """What failed, with which value, and what to do; lower case, no full stop."""

    def __init__(self, what: str, *, remedy: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}; {self.remedy}" if self.remedy else self.what


class ConfigInvalidError(ClaraError, ValueError):
    """One report of everything that is wrong with the configuration."""


class InputInvalidError(ClaraError, ValueError):
    """Something a person typed or said cannot be used."""


class TitleInvalidError(InputInvalidError):
    """A task or project title is empty, too long or has control characters."""


class DueInvalidError(InputInvalidError):
    """A date, time or time zone does not exist or cannot be read."""


class RecurrenceInvalidError(InputInvalidError):
    """A recurrence rule cannot be read, or never happens."""


class FieldInvalidError(InputInvalidError):
    """A value of a task, project, tag, reminder or template cannot be used."""


class QueryInvalidError(InputInvalidError):
    """A filter cannot be read."""


class FileInvalidError(InputInvalidError):
    """A file to import or restore is not of its format, or too large."""


class ProjectNotFoundError(InputInvalidError):
    """No project has this name or id."""


class TaskNotFoundError(InputInvalidError):
    """No task has this number or id."""


class TagNotFoundError(InputInvalidError):
    """No tag has this name."""


class TemplateNotFoundError(InputInvalidError):
    """No template has this name."""


class TimerNotFoundError(InputInvalidError):
    """There is no such timer (any more)."""


class AlarmNotFoundError(InputInvalidError):
    """There is no such alarm (any more)."""


class DeviceUnknownError(InputInvalidError):
    """No paired device has this number or name (any more)."""


class NameTakenError(InputInvalidError):
    """Another project, tag or template has this name."""


class ParentInvalidError(InputInvalidError):
    """A task would become its own ancestor, or its parent is in the trash."""


class TaskStateError(InputInvalidError):
    """The task is not in a state in which this can be done."""


class NothingToUndoError(InputInvalidError):
    """There is no change left to undo or to redo."""


class UndoConflictError(InputInvalidError):
    """What the change touched was changed again since."""


class ModelError(ClaraError):
    """A model pack cannot be used."""


class ModelUnknownError(ModelError, KeyError):
    """The manifest has no pack of this name."""

    __str__ = ClaraError.__str__


class ModelMissingError(ModelError, FileNotFoundError):
    """A pack is known but not installed, or one of its files is gone."""

    __str__ = ClaraError.__str__


class ModelDamagedError(ModelError, ValueError):
    """A model file is truncated, of the wrong format or fails its checksum."""


class ModelDownloadError(ModelError, OSError):
    """No source delivered the pack."""

    __str__ = ClaraError.__str__


class AudioError(ClaraError):
    """Sound cannot be captured, played or read."""


class AudioFileInvalidError(AudioError, ValueError):
    """A sound file is not one, is truncated or has an unsupported format."""


class AudioDeviceMissingError(AudioError, FileNotFoundError):
    """No audio device has this name."""

    __str__ = ClaraError.__str__


class AudioDeviceBusyError(AudioError, OSError):
    """Another program holds the device."""

    __str__ = ClaraError.__str__


class AudioDeviceLostError(AudioError, OSError):
    """A device that was open stopped working, usually because it was unplugged."""

    __str__ = ClaraError.__str__


class EngineError(ClaraError):
    """A wake, speech or understanding engine cannot be used."""


class EngineUnknownError(EngineError, KeyError):
    """No installed engine has this name."""

    __str__ = ClaraError.__str__


class EngineFailedError(EngineError, RuntimeError):
    """An engine failed to load or threw while working."""


class LanguageModelError(EngineError):
    """No language model can answer (any more)."""


class LanguageModelAbsentError(LanguageModelError):
    """None is installed or configured; the remedy says what to install."""


class LanguageModelBusyError(LanguageModelError):
    """One cannot answer just now, before it said anything: asking again may help."""

    def __init__(
        self,
        what: str,
        *,
        remedy: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(what, remedy=remedy)
        self.retry_after_s = retry_after_s
        """When it said that it can."""


class StorageError(ClaraError, OSError):
    """The task database cannot be used."""

    __str__ = ClaraError.__str__


class StorageUnavailableError(StorageError):
    """The database or its folder cannot be opened, read or written."""


class StorageFullError(StorageError):
    """The disk is full: nothing was changed."""


class StorageDamagedError(StorageError):
    """The database fails its integrity check or is not one."""


class StorageNewerError(StorageError):
    """The database was written by a newer Clara."""


class CertificateError(ClaraError):
    """HTTPS cannot be had."""


class CertificateUnavailableError(CertificateError, OSError):
    """A key or certificate file cannot be read or written."""

    __str__ = ClaraError.__str__


class CertificateDamagedError(CertificateError, ValueError):
    """A file holds no certificate, or one that does not fit its key."""


class DeviceAbsentError(ClaraError):
    """Nothing here can be turned up, muted or switched off: no voice daemon runs."""


class DeviceRefusedError(ClaraError):
    """The device cannot or may not do this; the message says why."""


class PairingRefusedError(ClaraError, PermissionError):
    """A pairing code is wrong, was used or is too old: which of these is never told."""

    __str__ = ClaraError.__str__


class PairingBlockedError(PairingRefusedError):
    """Too many codes were wrong; nothing is tried for a while."""

    def __init__(
        self, what: str, *, remedy: str | None = None, retry_after_s: float
    ) -> None:
        super().__init__(what, remedy=remedy)
        self.retry_after_s = retry_after_s


class DaemonError(ClaraError):
    """The voice daemon cannot be started or reached."""


class DaemonRunningError(DaemonError, OSError):
    """Another process holds the daemon's lock."""

    __str__ = ClaraError.__str__


class DaemonUnreachableError(DaemonError, ConnectionError):
    """Nobody answers on the control socket."""

    __str__ = ClaraError.__str__


class SocketUnusableError(DaemonError, OSError):
    """The control socket cannot be made."""

    __str__ = ClaraError.__str__


class RequestRefusedError(DaemonError, RuntimeError):
    """The daemon answered a control request with an error."""
