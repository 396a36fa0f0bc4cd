"""Every command of the workbench, once: keys, palette, help and footer all read this table."""

from liftui.tui.commands import endpoints, lifting, looking, requests, suites, taking_away
from liftui.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command("lift", "ctrl+j,alt+enter,ctrl+enter", "Lift", "request to IR to code to results", lifting.lift, True),
    Command(
        "stop",
        "escape",
        "Stop",
        "end request and process; what has come stays",
        lifting.stop,
        True,
        available=lifting.is_lifting,
    ),
    Command("help_pane", "f1", "Help", "all keys, and what the focused pane does", looking.help_pane, True),
    Command("palette", "ctrl+p", "Commands", "search all commands", looking.palette, True),
    Command("pick_task", "ctrl+t", "Task", "take a request and its cases from a suite", requests.pick_task, True),
    Command("regenerate_ir", "f3", "New IR", "write the IR of this request anew", lifting.regenerate_ir, True),
    Command(
        "regenerate_code", "f4", "New code", "write code from the IR, as you edited it", lifting.regenerate_code, True
    ),
    Command("rerun", "f5", "Run", "execute the code again", lifting.rerun, True),
    Command("add_case", "f8", "Add case", "check the code by a call of your own", lifting.add_case),
    Command("run_suite", "f9", "Suite", "lift all tasks of a suite", suites.run_suite, True),
    Command("sessions", "f7", "Sessions", "find, reopen and delete kept lifts", taking_away.sessions),
    Command("new_request", "ctrl+n", "New request", "begin with an empty request", requests.new_request),
    Command("search_history", "ctrl+r", "History", "find an earlier request", requests.search_history),
    Command("erase_history", "ctrl+f12", "Erase history", "forget all earlier requests", requests.erase_history),
    Command("edit_externally", "ctrl+g", "Editor", "write the request in $EDITOR", requests.edit_externally),
    Command("previous_lift", "alt+left", "Previous lift", "show the lift before", looking.previous_lift),
    Command("next_lift", "alt+right", "Next lift", "show the lift after", looking.next_lift),
    Command("name_session", "f2", "Name", "name this session to find it by", taking_away.name_session),
    Command("export", "ctrl+s", "Export", "write IR, code, a page or a picture to a file", taking_away.export),
    Command("switch_endpoint", "f10", "Endpoint", "use another endpoint or model", endpoints.switch_endpoint),
    Command("maximise", "f6", "Maximise", "the focused pane on the whole screen, and back", looking.maximise),
    Command("jump", "ctrl+o", "Jump", "then a letter focuses a pane", looking.jump, True),
    Command("next_pane", "tab", "Next pane", "focus the next pane", looking.next_pane),
    Command("previous_pane", "shift+tab", "Previous pane", "focus the pane before", looking.previous_pane),
    Command("next_theme", "f12", "Theme", "dark, light, or the terminal's own colours", looking.next_theme),
    Command("copy_or_quit", "ctrl+c", "Copy or quit", "copy the selection; without one, quit", looking.copy_or_quit),
    Command("quit_safely", "ctrl+q", "Quit", "asks first only if something is running", looking.quit_safely),
)
BY_NAME = {command.name: command for command in COMMANDS}
