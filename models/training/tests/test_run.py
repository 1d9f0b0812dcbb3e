"""Trains on generated pictures: stripes whose direction and width are the class."""

import contextlib
import csv
import io
import json
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import numpy as np
import onnx
import torch
from PIL import Image

from deepfer_training import export, networks
from deepfer_training.__main__ import main
from deepfer_training.data import LABELS, Faces, Votes, read_faces, read_fer2013
from deepfer_training.train import labels_given_votes

VOTE_HEADER = "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF".split(",")
VOTE_COLUMN = dict(zip(LABELS, ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral"), strict=True))


def write_data(folder: Path, per_class: int) -> tuple[Path, Path]:
    rng = np.random.default_rng(7)
    y, x = np.mgrid[0:48, 0:48]
    data, votes = folder / "fer2013.csv", folder / "fer2013new.csv"
    with open(data, "w", newline="") as faces_file, open(votes, "w", newline="") as votes_file:
        faces_writer, votes_writer = csv.writer(faces_file), csv.writer(votes_file)
        faces_writer.writerow(("emotion", "pixels", "Usage"))
        votes_writer.writerow(VOTE_HEADER)
        for usage in ("Training", "PublicTest"):
            for number in range(per_class * len(LABELS)):
                label = number % len(LABELS)
                angle = label * np.pi / len(LABELS)
                wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * (0.4 + 0.08 * label) + rng.normal(0, 0.3))
                image = (wave * 100 + 128 + rng.normal(0, 8, wave.shape)).clip(0, 255).astype(int)
                faces_writer.writerow((label, " ".join(map(str, image.ravel())), usage))
                row = dict.fromkeys(VOTE_HEADER, 0) | {"Usage": usage, VOTE_COLUMN[LABELS[label]]: 10}
                votes_writer.writerow(row.values())
    return data, votes


class RunTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = Path(cls.temporary.name)
        cls.data, cls.votes = write_data(cls.folder, per_class=20)

    def call(self, *arguments) -> str:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            self.assertEqual(main([str(a) for a in arguments]), 0)
        return output.getvalue()

    def train(self, out: str, epochs: int, *more) -> Path:
        self.call(
            "train", "cnn", "--data", self.data, "--votes", self.votes, "--out", self.folder / out, "--batch", 16,
            "--max-steps", 2, "--schedule", "plateau", "--device", "cpu", "--epochs", epochs, *more
        )  # fmt: skip
        return self.folder / out

    def test_resumed_run_equals_an_unbroken_one(self):
        self.train("broken", 2)
        broken = torch.load(self.train("broken", 3) / "last.pt", weights_only=True)
        whole = torch.load(self.train("whole", 3) / "last.pt", weights_only=True)
        self.assertEqual([row["epoch"] for row in broken["log"]], [1, 2, 3])
        self.assertEqual(broken["step"], 6)
        for name, value in whole["network"].items():
            torch.testing.assert_close(broken["network"][name], value, rtol=0.02, atol=1e-3)

    def test_every_network_takes_two_steps_and_starts_from_weights_of_its_own(self):
        for model_id in networks.NETWORKS:
            with self.subTest(model_id):
                arguments = ("train", model_id, "--data", self.data, "--votes", self.votes, "--batch", 8,
                             "--max-steps", 2, "--device", "cpu", "--epochs", 1)  # fmt: skip
                first, second = self.folder / f"{model_id}-a", self.folder / f"{model_id}-b"
                self.call(*arguments, "--out", first)
                self.call(*arguments, "--out", second, "--pretrained", first / "best.pt", "--lr", 0)
                start = torch.load(first / "best.pt", weights_only=True)["state"]
                after = torch.load(second / "last.pt", weights_only=True)["network"]
                name = next(iter(start))
                torch.testing.assert_close(after[name], start[name])

    def test_votes_are_translated_into_the_frequencies_of_the_labels(self):
        rng = np.random.default_rng(1)
        labels = rng.choice(7, 4000, p=[0.3, 0.05, 0.05, 0.2, 0.1, 0.1, 0.2])
        # Annotators who see "neutral" (6) in half of whatever the label says.
        seen = np.where(rng.random((4000, 10)) < 0.5, 6, labels[:, None])
        ours = (seen[:, :, None] == np.arange(7)).sum(axis=1).astype(np.float32)
        faces = Faces(np.zeros((4000, 1, 1), np.uint8), labels, Votes(ours, np.zeros((4000, 3), np.float32)))
        translated = labels_given_votes(faces)
        torch.testing.assert_close(translated.sum(dim=1), torch.ones(4000))
        np.testing.assert_allclose(translated.mean(dim=0).numpy(), np.bincount(labels, minlength=7) / 4000, atol=0.005)
        self.assertGreater((translated.argmax(dim=1).numpy() == labels).mean(), 0.95)

    def test_early_stopping_ends_a_run_that_does_not_improve(self):
        self.train("stopped", 6, "--lr", 0, "--early-stop", 1)
        with open(self.folder / "stopped" / "log.csv", newline="") as file:
            self.assertEqual(len(list(csv.DictReader(file))), 2)

    def test_exported_file_describes_itself_and_evaluates_as_the_checkpoint(self):
        run = self.train("export", 1)
        model = self.folder / "cnn.onnx"
        with unittest.mock.patch.object(export, "average_face", lambda faces, emotion: np.full((48, 48), 99.0)):
            self.call("export", run / "best.pt", "--data", self.data, "--votes", self.votes,
                      "--model-version", "9.9.9", "--out", model)  # fmt: skip
        facts = {p.key: p.value for p in onnx.load(model).metadata_props}
        self.assertEqual(facts["fer.version"], "9.9.9")
        self.assertEqual(facts["fer.labels"], ",".join(LABELS))
        self.assertNotIn("BatchNormalization", [node.op_type for node in onnx.load(model).graph.node])
        golden = np.array(facts["fer.selftest.output"].split(","), dtype=float)
        np.testing.assert_allclose(export.run(onnx.load(model), np.full((1, 48, 48), 99, np.uint8))[0], golden, atol=1e-4)

        reports = []
        for file in (model, run / "best.pt"):
            out = self.folder / file.suffix[1:]
            self.call("evaluate", file, "--data", self.data, "--out", out, "--log", run / "log.csv")
            reports.append(json.loads((out / "report.json").read_text()))
            self.assertTrue((out / "confusion.png").exists() and (out / "curves.png").exists())
        self.assertEqual(reports[0]["confusion"], reports[1]["confusion"])

    def test_frozen_stages_keep_weights_and_averages_until_their_turn(self):
        start = self.train("head", 1, "--lr", 0)
        for epochs, moved in (1, {"Linear"}), (2, {"Linear", "Conv2d"}):
            run = self.train(f"frozen-{epochs}", epochs, "--pretrained", start / "best.pt", "--unfreeze-every", 1)
            before = torch.load(start / "last.pt", weights_only=True)["average"]
            after = torch.load(run / "last.pt", weights_only=True)["network"]
            network = networks.build("cnn")
            kinds = {
                type(network[int(name.split(".")[0])]).__name__
                for name, value in after.items()
                if name.endswith(".weight") and not torch.equal(value, before[name])
            }
            self.assertEqual(kinds & {"Linear", "Conv2d"}, moved)
            self.assertTrue(torch.equal(after["2.running_mean"], before["2.running_mean"]))

    def test_a_blend_lies_between_its_two_runs(self):
        runs = self.train("one", 1), self.train("two", 1, "--lr", 0.01)
        self.call("blend", runs[0] / "best.pt", runs[1] / "best.pt", "--share", 0.25, "--out", self.folder / "blend.pt")
        _, network = export.load(self.folder / "blend.pt")
        states = [export.load(run / "best.pt")[1].state_dict() for run in runs]
        for name, value in network.state_dict().items():
            expected = states[0][name] if "batches" in name else 0.75 * states[0][name] + 0.25 * states[1][name]
            torch.testing.assert_close(value, expected)
        self.assertFalse(torch.equal(states[0]["0.weight"], states[1]["0.weight"]))

    def test_a_teacher_is_listened_to(self):
        teacher = self.train("teacher", 1)
        alone, taught = self.train("alone", 1), self.train("taught", 1, "--teacher", teacher / "best.pt")
        losses = [torch.load(run / "last.pt", weights_only=True)["log"][0]["train_loss"] for run in (alone, taught)]
        self.assertNotAlmostEqual(*losses, places=4)

    def test_directories_of_pictures_are_the_same_faces_as_the_rows(self):
        rows = read_faces(self.data)
        with_usages, without = self.folder / "usages", self.folder / "classes"
        for usage, name in ("Training", "train"), ("PublicTest", "test"):
            for number, (image, label) in enumerate(zip(rows[usage].images, rows[usage].labels, strict=True)):
                for root in (with_usages / name, without):
                    path = root / LABELS[label] / f"{name}-{number:03}.png"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    Image.fromarray(image).save(path)
        read = read_faces(with_usages)
        for usage in ("Training", "PublicTest"):
            order = np.argsort(rows[usage].labels, kind="stable")
            np.testing.assert_array_equal(read[usage].images, rows[usage].images[order])
            np.testing.assert_array_equal(read[usage].labels, rows[usage].labels[order])
        split = read_faces(without)
        self.assertEqual([len(split[usage]) for usage in ("Training", "PublicTest")], [252, 28])
        self.assertEqual(np.bincount(split["PublicTest"].labels).tolist(), [4] * 7)

        Image.fromarray(np.zeros((10, 20), np.uint8)).save(without / "sad" / "wide.png")
        with self.assertRaisesRegex(ValueError, "wide.png: expected a face of 48x48 pixels, got 20x10"):
            read_faces(without)
        with self.assertRaisesRegex(ValueError, "leave --votes out"):
            read_faces(without, self.votes)
        with self.assertRaisesRegex(ValueError, "found no CLASS"):
            read_faces(self.folder / "alone")

    def test_votes_of_other_faces_are_refused(self):
        short = self.folder / "short.csv"
        short.write_text("".join(self.votes.read_text().splitlines(keepends=True)[:-1]))
        with self.assertRaisesRegex(ValueError, "row for row"):
            read_fer2013(self.data, short)
