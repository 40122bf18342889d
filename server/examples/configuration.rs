//! Prints the page of every flag and variable, from the command line's own description of itself:
//! `make generate` writes it down, `make check` sees that it is current.

use clap::{Arg, ArgAction, Command, CommandFactory};
use std::fmt::Write as _;
use std::io::Write;
use vungxanh::config::Cli;

const HEAD: &str = "# Configuration

Every command, flag and environment variable. This page is generated from the program (`make
generate`); `vungxanh help COMMAND` says the same. A flag wins over its variable. There is no
configuration file: [deploy/](../deploy) shows the variables in a systemd unit and in an image.
";

fn main() -> std::io::Result<()> {
    let mut page = HEAD.to_owned();
    let mut root = Cli::command();
    root.build();
    command(&root, &mut Vec::new(), &mut page);
    std::io::stdout().write_all(page.as_bytes())
}

/// A section for each command that does something; what all of them take stands once, at the top.
fn command<'a>(this: &'a Command, path: &mut Vec<&'a str>, page: &mut String) {
    path.push(this.get_name());
    let shown = |arg: &&Arg| {
        let told = matches!(arg.get_action(), ArgAction::Help | ArgAction::HelpShort | ArgAction::Version);
        !arg.is_hide_set() && !told && (path.len() == 1 || !arg.is_global_set())
    };
    let arguments: Vec<_> = this.get_arguments().filter(shown).collect();
    let inner: Vec<_> = this.get_subcommands().filter(|inner| inner.get_name() != "help").collect();
    if path.len() == 1 || inner.is_empty() {
        let title = if path.len() == 1 { "Every command".to_owned() } else { format!("`{}`", path.join(" ")) };
        let about = this.get_long_about().or(this.get_about()).map(ToString::to_string).unwrap_or_default();
        write!(page, "\n## {title}\n\n").expect("a string takes everything");
        if path.len() > 1 {
            // The first line of a description is its title, without a full stop.
            let about = about.replacen("\n\n", ".\n\n", 1);
            let stop = if about.ends_with('.') { "" } else { "." };
            write!(page, "{about}{stop}\n\n").expect("a string takes everything");
        }
        if !arguments.is_empty() {
            page.push_str("| argument | variable | default | what it is |\n|---|---|---|---|\n");
            for arg in arguments {
                page.push_str(&row(arg));
            }
        }
    }
    for inner in inner {
        command(inner, path, page);
    }
    path.pop();
}

fn row(arg: &Arg) -> String {
    let takes = arg.get_action().takes_values();
    let value = if takes { arg.get_value_names().unwrap_or_default().join(" ") } else { String::new() };
    let name = arg.get_long().map_or_else(|| value.clone(), |long| format!("--{long} {value}").trim().to_owned());
    let variable = arg.get_env().map(|name| format!("`{}`", name.to_string_lossy())).unwrap_or_default();
    let defaults: Vec<_> =
        arg.get_default_values().iter().filter(|_| takes).map(|value| value.to_string_lossy()).collect();
    let default = match (defaults.as_slice(), arg.is_required_set()) {
        ([], true) => "required".to_owned(),
        ([], false) => String::new(),
        (values, _) => format!("`{}`", values.join(" ")),
    };
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let choices: Vec<_> = (arg.get_possible_values().iter().filter(|_| takes))
        .map(|value| {
            format!("`{}`: {}", value.get_name(), value.get_help().map(ToString::to_string).unwrap_or_default())
        })
        .collect();
    let choices = if choices.is_empty() { String::new() } else { format!(". {}", choices.join("; ")) };
    let text = format!("{help}{choices}").replace('\n', " ").replace('|', "\\|");
    format!("| `{name}` | {variable} | {default} | {text} |\n")
}
