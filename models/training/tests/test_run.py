"""Trains on generated pictures: stripes whose direction and width are the class."""

import contextlib
import csv
import io
import json
import re
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import numpy as np
import onnx
import torch
from PIL import Image

from deepfer_training import answer, checkpoints, export, half, heads, metrics, networks
from deepfer_training.__main__ import main
from deepfer_training.data import LABELS, Faces, Votes, read_faces, read_fer2013, read_unlabelled
from deepfer_training.targets import labels_given_votes
from tests.test_fold import shaken

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


def write_mosaics(folder: Path) -> np.ndarray:
    """Six faces in a mosaic of two rows and three columns, of two groups in turn."""
    images = np.random.default_rng(8).integers(0, 256, (6, 48, 48)).astype(np.uint8)
    folder.mkdir(parents=True)
    mosaic = images.reshape(2, 3, 48, 48).transpose(0, 2, 1, 3).reshape(96, 144)
    Image.fromarray(mosaic).save(folder / "mosaic-0.png")
    rows = [f"0,{number // 3},{number % 3},{('old', 'young')[number % 2]}\n" for number in range(6)]
    (folder / "faces.csv").write_text("mosaic,row,column,race\n" + "".join(rows))
    return images


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

    def test_every_network_takes_a_step(self):
        for model_id in networks.NETWORKS:
            with self.subTest(model_id):
                run = self.folder / f"step-{model_id}"
                self.call("train", model_id, "--data", self.data, "--votes", self.votes, "--batch", 8, "--out", run,
                          "--max-steps", 1, "--device", "cpu", "--epochs", 1)  # fmt: skip
                self.assertTrue(np.isfinite(torch.load(run / "last.pt", weights_only=True)["log"][0]["train_loss"]))

    def test_a_run_starts_from_the_weights_of_another(self):
        first = self.train("first", 1)
        second = self.train("second", 1, "--pretrained", first / "best.pt", "--lr", 0)
        start = torch.load(first / "best.pt", weights_only=True)["state"]
        after = torch.load(second / "last.pt", weights_only=True)["network"]
        torch.testing.assert_close(after["0.weight"], start["0.weight"])

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

    def export(self, run: Path, out: Path, *more) -> str:
        with unittest.mock.patch.object(export, "average_face", lambda faces, emotion: np.full((48, 48), 99.0)):
            return self.call("export", run / "best.pt", "--data", self.data, "--model-version", "9.9.9", "--out", out, *more)

    def test_exported_file_describes_itself_and_evaluates_as_the_checkpoint(self):
        run = self.train("export", 1)
        model = self.folder / "cnn.onnx"
        self.export(run, model, "--votes", self.votes)
        proto = onnx.load(model)
        facts = {p.key: p.value for p in proto.metadata_props}
        self.assertEqual(facts["fer.version"], "9.9.9")
        self.assertEqual(facts["fer.labels"], ",".join(LABELS))
        self.assertEqual(facts["fer.output.name"], "balanced")
        self.assertNotIn("BatchNormalization", [node.op_type for node in proto.graph.node])
        outputs = export.run(proto, np.full((1, 48, 48), 99, np.uint8))
        self.assertEqual(list(outputs), ["fer2013", "ferplus", "balanced"])
        for head, logits in outputs.items():
            golden = np.array(facts[f"fer.selftest.output.{head}"].split(","), dtype=float)
            np.testing.assert_allclose(logits[0], golden, atol=1e-4)
        shares = [metrics.softmax(outputs[head]) for head in heads.HEADS]
        mixture = 0.7 * shares[0] + 0.3 * shares[1]
        np.testing.assert_allclose(metrics.softmax(outputs["balanced"]), mixture, atol=1e-6)

        reports = []
        for file in (model, run / "best.pt"):
            out = self.folder / file.suffix[1:]
            table = self.call("evaluate", file, "--data", self.data, "--votes", self.votes, "--out", out, "--log", run / "log.csv")
            self.assertIn("balanced", table)
            reports.append(json.loads((out / "report.json").read_text()))
            self.assertTrue((out / "confusion-ferplus.png").exists() and (out / "curves.png").exists())
        for head in heads.HEADS:
            self.assertEqual(reports[0][head]["confusion"], reports[1][head]["confusion"])

    def test_the_mixture_of_extreme_logits_is_finite(self):
        run = self.train("extreme", 1)
        path = self.folder / "extreme.pt"
        saved = checkpoints.read(run / "best.pt")
        saved["state"] = saved["state"] | {"29.bias": torch.tensor([-1e4, 1e4] * 7)}
        torch.save(saved, path)
        _, network = checkpoints.load(path)
        proto = export.graph.of(export.fold_batch_norms(network))
        export.graph.add_heads(proto, 0.7)
        mixture = export.run(proto, np.zeros((1, 48, 48), np.uint8))["balanced"]
        self.assertTrue(np.isfinite(mixture).all())

    def test_half_stores_the_very_weights_of_a_rounded_network(self):
        torch.manual_seed(6)
        for model_id in "lite", "resnet50v2":
            with self.subTest(model_id):
                network = half.rounded(shaken(networks.build(model_id), True))
                proto = half.halve_weights(export.graph.of(export.fold_batch_norms(network)), network)
                self.assertLess(proto.ByteSize(), 0.6 * 4 * sum(p.numel() for p in network.parameters()))
                images = np.random.default_rng(6).integers(0, 256, (8, 48, 48)).astype(np.uint8)
                expected, actual = export.run_torch(network, images), export.run(proto, images)["logits"]
                np.testing.assert_allclose(actual, expected, atol=1e-4 * np.abs(expected).max())

    def test_faces_without_votes_train_and_export_one_head(self):
        run = self.folder / "single"
        self.call("train", "lite", "--data", self.data, "--out", run, "--batch", 16, "--max-steps", 2, "--epochs", 1, "--device", "cpu")
        _, network = checkpoints.load(run / "best.pt")
        self.assertEqual(network[-1].out_features, 7)
        model = self.folder / "single.onnx"
        self.export(run, model)
        proto = onnx.load(model)
        self.assertEqual([output.name for output in proto.graph.output], ["logits"])
        facts = {p.key: p.value for p in proto.metadata_props}
        self.assertEqual(facts["fer.output.name"], "logits")
        self.assertIn("accuracy", self.call("evaluate", model, "--data", self.data))

        with self.assertRaisesRegex(ValueError, "with 1 heads, not of 'lite' with 2"):
            checkpoints.load_weights(run / "best.pt", "lite", 2)

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

    def test_students_learn_from_views_that_teachers_answered(self):
        teachers = []
        for model_id in "teacher-vgg", "lite":
            out = self.folder / model_id
            self.call("train", model_id, "--data", self.data, "--votes", self.votes, "--out", out, "--batch", 16,
                      "--max-steps", 1, "--epochs", 1, "--device", "cpu", "--mixup", 0.3)  # fmt: skip
            teachers.append(out / "best.pt")
        mosaics = self.folder / "mosaics"
        write_mosaics(mosaics)
        path = self.folder / "views.pt"
        self.call("answer", *teachers, "--data", self.data, "--unlabelled", mosaics, "--views", 3, "--camera", 0.5,
                  "--device", "cpu", "--out", path)  # fmt: skip
        views = answer.load_views(path, 140)
        self.assertEqual(tuple(views.images.shape), (3, 146, 1, 48, 48))
        np.testing.assert_array_equal(views.images[0, :140, 0], read_faces(self.data)["Training"].images)
        np.testing.assert_array_equal(views.images[0, 140:, 0], read_unlabelled(mosaics).images)
        self.assertFalse(torch.equal(views.images[0], views.images[1]))
        expected = [
            torch.from_numpy(export.run_torch(checkpoints.load(file)[1], views.images[1, :, 0].numpy())).view(146, 2, 7).softmax(2)
            for file in teachers
        ]
        torch.testing.assert_close(views.answers[1].float(), sum(expected) / 2, atol=0.02, rtol=0)

        alone, taught = self.train("alone", 1), self.train("taught", 1, "--views", path)
        losses = [torch.load(run / "last.pt", weights_only=True)["log"][0]["train_loss"] for run in (alone, taught)]
        self.assertNotAlmostEqual(*losses, places=4)
        with self.assertRaisesRegex(ValueError, "views 140 faces of Training, but --data has 139"):
            answer.load_views(path, 139)

    def test_groups_are_compared_for_the_same_teacher_label(self):
        run = self.train("groups", 1)
        mosaics = self.folder / "grouped"
        write_mosaics(mosaics)
        with unittest.mock.patch("deepfer_training.groups.LEAST_FACES", 1):
            table = self.call("groups", run / "best.pt", "--teacher", run / "best.pt", "--faces", mosaics, "--head", "fer2013")
        self.assertRegex(table, r"\| label \| old \| young \| all \| largest gap \|")
        counts = [int(n) for n in re.findall(r"\((\d+)\)", table)]
        self.assertEqual(sum(counts), 2 * 6)

    def test_unlabelled_faces_are_read_from_mosaics_and_folders(self):
        mosaics, folder = self.folder / "read", self.folder / "loose"
        images = write_mosaics(mosaics)
        read = read_unlabelled(mosaics)
        np.testing.assert_array_equal(read.images, images)
        self.assertEqual(read.columns["race"].tolist(), ["old", "young"] * 3)
        for number, image in enumerate(images):
            file = folder / f"{number % 2}" / f"{number}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(image).save(file)
        self.assertEqual(len(read_unlabelled(folder).images), 6)
        with open(mosaics / "faces.csv", "a") as file:
            file.write("0,2,0,old\n")
        with self.assertRaisesRegex(ValueError, "faces.csv:8: row 2, column 0 lies outside"):
            read_unlabelled(mosaics)
        empty = self.folder / "without-pictures"
        empty.mkdir()
        with self.assertRaisesRegex(ValueError, "found no pictures"):
            read_unlabelled(empty)

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
        empty = self.folder / "without-classes"
        empty.mkdir()
        with self.assertRaisesRegex(ValueError, "found no CLASS"):
            read_faces(empty)

    def test_votes_of_other_faces_are_refused(self):
        short = self.folder / "short.csv"
        short.write_text("".join(self.votes.read_text().splitlines(keepends=True)[:-1]))
        with self.assertRaisesRegex(ValueError, "row for row"):
            read_fer2013(self.data, short)
