"""python3 client.py http://127.0.0.1:8080 picture.png video.mp4"""

import json
import os
import sys
from contextlib import suppress
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

server, picture, video = sys.argv[1:]


def post(path, file, kind):
    headers = {"Content-Type": kind, "Content-Length": os.path.getsize(file)}
    with open(file, "rb") as body:
        return urlopen(Request(server + path, body, headers, method="POST"))


def analyze():
    with post("/api/analyze", picture, "image/png") as answer:
        for face in json.load(answer)["results"][0]["faces"]:
            print("face", face["id"], face["emotion"], face["probability"])

    with post("/api/videos", video, "video/mp4") as answer:
        place = server + answer.headers["Location"]
    try:
        with urlopen(place + "/frames") as lines:
            for line in map(json.loads, lines):
                if "frame" in line:
                    print(line["time"], [face["emotion"] for face in line["faces"]])
                elif line["state"] == "failed":
                    sys.exit(line["error"])
                elif line["state"] == "done":
                    print("done")
                    return
        sys.exit("the answer broke off")
    finally:
        with suppress(OSError, HTTPException):  # why it ended says more
            urlopen(Request(place, method="DELETE")).close()


try:
    analyze()
except HTTPError as refused:
    sys.exit(json.load(refused)["detail"])
except URLError as failed:
    sys.exit(f"{server} does not answer: {failed.reason}")
except (HTTPException, ValueError) as failed:  # as of half a line
    sys.exit(f"the answer broke off: {failed}")
except OSError as failed:
    sys.exit(str(failed))
