"""Many small answers from one server on loopback, beside curl and aiohttp.

Two ways were weighed for the server: the tests' stand-in, which is ours and slow on purpose, and nginx, which is neither
and speaks HTTP/2. nginx was chosen; where it is not installed this part says so and measures nothing.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time

from harness.child import BenchmarkFailure, cpu, peak, wall
from harness.documents import peer

COUNT = 1000
AT_ONCE = 32
PEJL = "pejl"
CURL = "curl --parallel"
AIOHTTP = "aiohttp"
VERSIONS = {"HTTP/1.1 with TLS": "--http1.1", "HTTP/2 with TLS": "--http2"}

CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 512; }}
http {{
    access_log off;
    default_type application/json;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    {servers}
}}
"""

SERVER = "server {{ listen 127.0.0.1:{port} ssl{http2}; location / {{ return 200 '{page}'; }} }}"


def page():
    """An answer of Kolada with three years of one municipality, about 0.5 KB."""
    rows = [
        {
            "values": [{"gender": "T", "count": 1, "status": "", "value": 11.5 + year % 3, "isdeleted": False}],
            "kpi": "N15033",
            "period": year,
            "municipality": "0180",
        }
        for year in (2021, 2022, 2023)
    ]
    return json.dumps({"values": rows, "count": len(rows), "previous_url": None, "next_url": None})


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(port, server):
    """Waits, ten seconds at most, until something listens."""
    for _ in range(200):
        if server.poll() is not None:
            raise BenchmarkFailure(f"nginx ended: {server.stderr.read()[-2000:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise BenchmarkFailure("nginx does not listen")


@contextlib.contextmanager
def serving(folder):
    """nginx with a certificate of its own; gives the base address of each version of HTTP."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem", "-days", "2"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    ports = {version: free_port() for version in VERSIONS}
    servers = "\n".join(
        SERVER.format(page=page(), port=port, http2=" http2" if VERSIONS[version] == "--http2" else "")
        for version, port in ports.items()
    )
    with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as file:
        file.write(CONFIGURATION.format(folder=folder, servers=servers))
    command = [nginx(), "-c", f"{folder}/nginx.conf", "-p", folder]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        for port in ports.values():
            await_port(port, server)
        yield {version: f"https://127.0.0.1:{port}/v3" for version, port in ports.items()}
    finally:
        server.terminate()
        server.wait(timeout=30)


def nginx():
    """Where nginx is, or nothing; Debian keeps it out of the path of ordinary users."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def measure(tools, rounds, folder):
    """The runs of each program by version of HTTP."""
    results = {}
    work = tempfile.mkdtemp(prefix="fetching-", dir=folder)
    with serving(work) as bases:
        certificate = f"{work}/certificate.pem"
        size = COUNT * len(page())

        def files():
            return tempfile.mkdtemp(prefix="files-", dir=work)

        def check(name, run):
            found = run.said.get("sum")
            if found is not None and found != size:
                raise BenchmarkFailure(f"{name} fetched {found} bytes instead of {size}")
            for each in os.listdir(work):
                if each.startswith("files-"):
                    check_files(name, f"{work}/{each}", size)

        for version, base in bases.items():
            words = [base, str(COUNT), str(AT_ONCE), certificate]
            curl = ["curl", "--parallel", "--parallel-max", str(AT_ONCE), "--silent", "--show-error", "--fail"]
            curl += ["--cacert", certificate, VERSIONS[version]]
            address = f"{base}/data/kpi/N15033/municipality/[0001-{COUNT:04}]"
            commands = {
                PEJL: lambda words=words: [tools.bench, "fetch", *words, files()],
                CURL: lambda curl=curl, address=address: [*curl, "--output", f"{files()}/#1", address],
                AIOHTTP: [*peer("fetch_aiohttp.py"), *words],
            }
            results[version] = rounds.measure(commands, check)
    shutil.rmtree(work)
    return results


def check_files(name, folder, size):
    """Every answer must lie in a file, whole."""
    found = [os.path.getsize(f"{folder}/{each}") for each in os.listdir(folder)]
    shutil.rmtree(folder)
    if len(found) != COUNT or sum(found) != size:
        raise BenchmarkFailure(f"{name} left {len(found)} files of {sum(found)} bytes instead of {COUNT} of {size}")


def table(results):
    """A row for each program and version of HTTP."""
    lines = ["| | fetched by | wall s | CPU s | peak MiB | pejl needs |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for version, runs in results.items():
        for name, these in runs.items():
            ratio = "" if name == PEJL else f"{wall(runs[PEJL]) / wall(these):.2f} times its time"
            title = version if name == PEJL else ""
            lines.append(
                f"| {title} | {name} | {wall(these):.2f} | {cpu(these):.2f} | {peak(these):.0f} | {ratio} |"
            )
    return lines


def judge(results, aims):
    """Holds the fetches against their aims."""
    for version, runs in results.items():
        subject = f"fetch {COUNT} over {version}"
        aims.at_most(subject, "1.5 times curl's", wall(runs[PEJL]), 1.5 * wall(runs[CURL]), "s")
        aims.faster(subject, AIOHTTP, 2, wall(runs[PEJL]), wall(runs[AIOHTTP]))
