"""Every error that liftui raises on purpose; its text is one sentence that names the cause and the cure.

LiftuiError
├── UsageError              the user can mend it: arguments, settings, suite, run folder
│   ├── SettingsError       a setting that does not parse or contradicts another
│   ├── SuiteError          a suite that cannot be found or read
│   └── RecordError         a run folder, recording or session that cannot be written or read
└── UnavailableError        nothing can be lifted
    ├── ModelError          weights or embedded server (engine.local)
    ├── SandboxError  no safe way to run code here (engine.sandbox)
    └── EndpointError       the server (engine.endpoint.errors has its own tree)
"""


class LiftuiError(Exception):
    """Root of all errors raised on purpose; ``str(error)`` is fit for the user's eyes."""

    @property
    def kind(self) -> str:
        """The class name: the error's stable name in records."""
        return type(self).__name__


class UsageError(LiftuiError):
    """The user can mend it by changing what they typed or configured."""


class SettingsError(UsageError):
    """A setting does not parse, is unknown, or contradicts another."""


class SuiteError(UsageError):
    """A suite cannot be found, read or trusted."""


class RecordError(UsageError):
    """A run folder, a recording, a session or anything else kept on disk cannot be written or read."""


class UnavailableError(LiftuiError):
    """Something that every lift needs is missing."""


class ModelError(UnavailableError):
    """The embedded model's weights or its server cannot be had."""


class SandboxError(UnavailableError):
    """No safe way to run generated code exists on this machine."""
