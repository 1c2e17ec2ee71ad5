"""Writes the manual: pejl(1) and a page for each of its commands, pejld(8), and pejl.toml(5).

    manual.py PROGRAMS FOLDER VERSION

Commands are described by the programs themselves (`--experimental-dump-help`), the configuration by the file that ships.
Two ways were weighed for the former: the plugin of swift-argument-parser, which builds a program of its own, leaves examples
in running text and knows no files and no exit statuses; or these lines, which know what our help looks like. These lines.
"""

import json
import pathlib
import re
import subprocess
import sys

ENDS = """The exit status is that of sysexits: 0 done; 64 the command line is wrong; 65 data is not as agreed; 66 a file is
missing; 69 a publisher did not answer, or there is nothing to read yet; 71 this machine is at fault; 75 try later; 77 a
permission or a key is missing; 78 the configuration is wrong. A command says more under DESCRIPTION."""
FILES = [
    ("/etc/pejl/pejl.toml", "the configuration, pejl.toml(5)"),
    ("/etc/pejl/datasets", "the recipes, one dataset a file"),
    ("/etc/pejl/plugins.lock", "which plugins somebody has looked at and trusts"),
    ("/etc/pejl/keys", "keys of publishers' interfaces"),
    ("/var/lib/pejl", "everything that is kept: the store, the archive, the publication, the report"),
    ("/var/lib/pejl/published/pejl.sqlite", "the publication, for everybody in the group pejl"),
]


def roff(text):
    """Text as roff takes it: nothing in it is a request or an escape."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    return re.sub(r"^\.", r"\\&.", text, flags=re.MULTILINE)


def running(text):
    """A discussion: paragraphs, and lines that are set in by two spaces as they are."""
    lines, is_code = [], False
    for line in text.strip("\n").split("\n"):
        if line.startswith("  ") != is_code and line.strip():
            is_code = not is_code
            lines += [".PP", ".nf", ".RS 4"] if is_code else [".RE", ".fi", ".PP"]
        if not line.strip():
            lines.append("" if is_code else ".PP")
        elif line.rstrip(":") == "Examples":
            lines.append(".SS Examples")
        else:
            lines.append(roff(line.strip() if is_code else line))
    return "\n".join(lines + ([".RE", ".fi"] if is_code else []))


def option(argument):
    """How an argument is written: `\\-\\-json`, `\\-\\-lang LANG`, `DATASET`."""
    value = (argument.get("valueName") or "value").upper().replace("-", "_")
    if argument["kind"] == "positional":
        return f"\\fI{roff(value)}\\fR"
    names = ["-" * (2 if name["kind"] == "long" else 1) + name["name"] for name in argument.get("names") or []]
    spelt = ", ".join(f"\\fB{roff(name)}\\fR" for name in names)
    return spelt if argument["kind"] == "flag" else f"{spelt} \\fI{roff(value)}\\fR"


def shown(argument):
    return argument.get("shouldDisplay", True) and [n["name"] for n in argument.get("names") or []] != ["version"]


def page(title, section, version, name, abstract):
    head = f'.TH "{title}" {section} "" "pejl {version}" "pejl"'
    return [head, ".SH NAME", f"{roff(name)} \\- {roff(abstract[:1].lower() + abstract[1:].rstrip('.'))}"]


def command_page(command, path, section, version):
    """The pages of a command and of those below it, by file name."""
    name = "-".join(path)
    arguments = [a for a in command.get("arguments") or [] if shown(a)]
    below = [c for c in command.get("subcommands") or [] if c.get("shouldDisplay", True) and c["commandName"] != "help"]
    lines = page(name.upper(), section, version, name, command.get("abstract") or name)
    lines += [".SH SYNOPSIS", f".B {roff(' '.join(path))}"]
    if below:
        lines.append("\\fICOMMAND\\fR [\\fIARGUMENT\\fR ...]")
    for argument in arguments:
        spelt = re.sub(r"^.*, ", "", option(argument)) + (" ..." if argument.get("isRepeating") else "")
        lines.append(f"[{spelt}]" if argument.get("isOptional", True) else spelt)
    if command.get("discussion"):
        lines += [".SH DESCRIPTION", running(command["discussion"])]
    if below:
        lines.append(".SH COMMANDS")
        for one in below:
            lines += [".TP", f".BR {roff(name)}\\-{roff(one['commandName'])} ({section})", roff(one.get("abstract") or "")]
    if arguments:
        lines.append(".SH OPTIONS")
        for argument in arguments:
            lines += [".TP", option(argument), roff(argument.get("abstract") or argument.get("discussion") or "")]
            if argument.get("defaultValue"):
                lines.append(f"Default: {roff(argument['defaultValue'])}.")
    if len(path) == 1:
        lines += [".SH FILES"] + [part for file, what in FILES for part in (".TP", f".I {roff(file)}", roff(what))]
    lines += [".SH EXIT STATUS", roff(ENDS), ".SH SEE ALSO"]
    others = [("pejl", 1), ("pejld", 8), ("pejl.toml", 5)]
    lines.append(",\n".join(f".BR {roff(other)} ({number})" for other, number in others if other != name).replace("),", ") ,"))
    pages = {f"man{section}/{name}.{section}": "\n".join(lines) + "\n"}
    for one in below:
        pages |= command_page(one, path + [one["commandName"]], section, version)
    return pages


def configuration_page(text, version):
    """pejl.toml(5): `##` explains, one `#` is a key at its default."""
    lines = page("PEJL.TOML", 5, version, "pejl.toml", "configuration of pejl, for one municipality")
    lines += [".SH DESCRIPTION", roff("/etc/pejl/pejl.toml is written in TOML. `pejl config check` reads it and asks nobody.")]
    explained, keys = [], 0
    for line in text.split("\n") + [""]:
        if line.startswith("##"):
            explained.append(line[2:].strip())
        elif (section := re.match(r"(?:# )?(\[.*\])$", line)) and not (line.startswith("#") and not explained):
            lines += [f".SH {roff(section.group(1))}", roff(" ".join(explained))]
            explained = []
        elif key := re.match(r"(# )?([a-z_]+) = (.*)$", line):
            keys += 1
            lines += [".TP", f".B {roff(key.group(2))}", roff(" ".join(explained))]
            lines.append(roff(("Default: " if key.group(1) and explained else "Such as: ") + key.group(3)))
            explained = []
        elif not line.strip() and explained:
            lines += [".PP", roff(" ".join(explained))]
            explained = []
    if keys < 20:
        sys.exit(f"manual: pejl.toml has {keys} keys; is it written in another way now?")
    lines += [".SH SEE ALSO", ".BR pejl (1) ,", ".BR pejld (8)"]
    return {"man5/pejl.toml.5": "\n".join(lines) + "\n"}


def main(programs, folder, version):
    pages = configuration_page(pathlib.Path("etc/pejl/pejl.toml").read_text(encoding="utf-8"), version)
    for program, section in (("pejl", 1), ("pejld", 8)):
        help_of = subprocess.run([f"{programs}/{program}", "--experimental-dump-help"], capture_output=True, check=True)
        said = json.loads(help_of.stdout)
        if said["serializationVersion"] != 0:
            sys.exit(f"manual: {program} describes itself in version {said['serializationVersion']}, 0 is known")
        pages |= command_page(said["command"], [program], section, version)
    for name, text in pages.items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
