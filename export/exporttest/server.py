"""Runs the scripts of tests, one after the other, each as a program of its own would run.

Each line of standard input is a JSON object: {"module": NAME} asks whether a module is there, {"script": TEXT, "stdin": BASE64} runs a
script. Each is answered by a line {"out": what the script printed, "err": why it failed, or nothing}.
"""
import base64, importlib, io, json, os, sys, traceback

requests = sys.stdin.buffer
answers = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # what libraries print past sys.stdout is no answer


def run(script, stdin):
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    sys.stdout = out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    err = ""
    try:
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    except SystemExit as x:
        err = "" if x.code in (None, 0) else f"exit: {x.code}"
    except BaseException:
        err = traceback.format_exc()
    out.flush()
    return {"out": out.buffer.getvalue().decode("utf-8", "replace"), "err": err}


for line in requests:
    q = json.loads(line)
    if "module" in q:
        try:
            importlib.import_module(q["module"])
            a = {"out": "", "err": ""}
        except ImportError as x:
            a = {"out": "", "err": str(x)}
    else:
        a = run(q["script"], base64.b64decode(q.get("stdin", "")))
    answers.write(json.dumps(a).encode() + b"\n")
    answers.flush()
