"""The whole way on generated pictures: discs with two eyes are the faces, and the teacher knows where they are."""

import contextlib
import copy
import io
import json
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper

from deepfer_training.detector import export, pairs, quantize, restore, upsample
from deepfer_training.detector.__main__ import main
from deepfer_training.detector.network import STRIDES, FaceNet
from deepfer_training.detector.pictures import read_pictures
from deepfer_training.detector.teacher import Teacher


def write_pictures(folder: Path, count: int) -> None:
    folder.mkdir()
    rng = np.random.default_rng(3)
    lines = ["picture,label,xmin,ymin,xmax,ymax"]
    for number in range(count):
        pixels = rng.integers(60, 90, (120, 160, 3)).astype(np.uint8)
        x, y, radius = (int(v) for v in (rng.integers(40, 120), rng.integers(40, 80), rng.integers(15, 30)))
        cv2.circle(pixels, (x, y), radius, (150, 180, 230), -1)
        for side in (-1, 1):
            cv2.circle(pixels, (x + side * radius // 2, y - radius // 3), max(2, radius // 6), (20, 20, 20), -1)
        cv2.imwrite(str(folder / f"{number}.png"), pixels)
        lines.append(f"{number}.png,bare,{x - radius},{y - radius},{x + radius},{y + radius}")
    (folder / "boxes.csv").write_text("\n".join(lines) + "\n", encoding="ascii")


def write_teacher(path: Path) -> None:
    """A graph in YuNet's format that sees a face in every bright cell."""
    nodes, outputs = [], []
    cells = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
    constants = [helper.make_tensor("shape1", TensorProto.INT64, [3], [1, -1, 1])]
    constants += [helper.make_tensor("level", TensorProto.FLOAT, [1], [140.0])]
    constants += [helper.make_tensor("zero", TensorProto.FLOAT, [1], [0.0])]
    constants += [helper.make_tensor("axes", TensorProto.INT64, [1], [1])]
    for stride in STRIDES:
        nodes.append(
            helper.make_node(
                "AveragePool", ["input"], [f"mean{stride}"], kernel_shape=[stride] * 2, strides=[stride] * 2
            )
        )
        nodes.append(helper.make_node("ReduceMean", [f"mean{stride}", "axes"], [f"grey{stride}"], keepdims=1))
        nodes.append(helper.make_node("Reshape", [f"grey{stride}", "shape1"], [f"row{stride}"]))
        nodes.append(helper.make_node("Greater", [f"row{stride}", "level"], [f"lit{stride}"]))
        nodes.append(helper.make_node("Cast", [f"lit{stride}"], [f"cls_{stride}"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Cast", [f"lit{stride}"], [f"obj_{stride}"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Mul", [f"cls_{stride}", "zero"], [f"none{stride}"]))
        for part, width in (("bbox", 4), ("kps", 10)):
            nodes.append(helper.make_node("Concat", [f"none{stride}"] * width, [f"{part}_{stride}"], axis=2))
        for part, width in cells.items():
            outputs.append(helper.make_tensor_value_info(f"{part}_{stride}", TensorProto.FLOAT, [1, None, width]))
    picture = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, None, None])
    graph = helper.make_graph(nodes, "teacher", [picture], outputs, constants)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)


class DetectorRunTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = Path(cls.temporary.name)
        write_pictures(cls.folder / "discs", 12)
        cls.data, cls.teacher = cls.folder / "data", cls.folder / "teacher.onnx"
        write_teacher(cls.teacher)
        cls.output = cls.call("prepare", cls.folder / "discs", "--out", cls.data, "--side", 120)

    @staticmethod
    def call(*arguments) -> str:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = main([str(a) for a in arguments])
        if status != 0:
            raise AssertionError(f"{arguments} gave {status}")
        return output.getvalue()

    def distill(self, steps: int) -> Path:
        out = self.folder / "run"
        self.call("distill", "--data", self.data, "--teacher", self.teacher, "--out", out, "--minutes", 60,
                  "--complete", "discs", "--batch", 2, "--max-steps", steps)  # fmt: skip
        return out

    def test_prepared_boxes_shrink_with_their_pictures(self):
        before, after = (
            sorted(read_pictures(f), key=lambda p: p.path.name) for f in (self.folder / "discs", self.data)
        )
        self.assertEqual(len(after), 12)
        self.assertEqual(after[0].read().shape, (90, 120, 3))
        sizes = sorted(float(p.boxes[0, 2] - p.boxes[0, 0]) for p in before)
        shrunk = sorted(float(p.boxes[0, 2] - p.boxes[0, 0]) for p in after)
        np.testing.assert_allclose(shrunk, np.array(sizes) * 0.75, atol=0.11)

    def test_some_labelled_pictures_are_held_out_and_always_the_same(self):
        held = [p.path.name for p in read_pictures(self.data) if p.held_out]
        self.assertEqual(held, [p.path.name for p in read_pictures(self.data) if p.held_out])
        self.assertTrue(0 < len(held) < 12)

    def test_a_run_resumes_and_its_weights_are_evaluated_and_exported(self):
        torch.manual_seed(1)
        out = self.distill(2)
        self.distill(3)
        state = torch.load(out / "last.pt", weights_only=True)
        self.assertEqual(state["step"], 3)
        report = self.folder / "report.json"
        self.call("evaluate", out / "average.pt", "--data", self.data, "--set", "discs", "--part", "all",
                  "--side", 96, "--out", report)  # fmt: skip
        for row in json.loads(report.read_text()):
            self.assertTrue(0 <= row["unmatched"] <= 1)

    def test_a_teacher_of_another_format_is_named(self):
        graph = helper.make_graph(
            [helper.make_node("Identity", ["input"], ["scores"])], "other",
            [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1])],
            [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1])],
        )  # fmt: skip
        path = self.folder / "other.onnx"
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)
        with self.assertRaisesRegex(ValueError, "lacks the outputs cls_8"):
            Teacher(path)


class ExportTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(2)
        self.network = FaceNet()
        for module in self.network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                torch.nn.init.uniform_(module.running_mean, -0.3, 0.3)
                torch.nn.init.uniform_(module.running_var, 0.5, 2)
        self.network.eval()

    def test_exported_file_answers_as_the_network_for_any_size(self):
        whole = export.Exported(self.network, 0.5, 0.5).eval()
        proto = export.to_onnx(whole)
        self.assertLess(export.largest_difference(whole, proto), export.PARITY_LIMIT)
        names = [output.name for output in proto.graph.output]
        self.assertEqual(names, list(export.OUTPUTS))

    def test_folding_dividing_and_widening_change_no_answer(self):
        x = torch.rand(1, 3, 64, 96)
        # So that some faces are wide and others narrow.
        self.network.h[0][1].bias.data[3] = np.log(export.SMALL / STRIDES[0])
        with torch.no_grad():
            plain = self.network(x)
            whole = export.Exported(self.network, 0.5, 0.5).eval()(x * 255)
        expected = plain[0].permute(0, 2, 3, 1).flatten(1, 2)
        torch.testing.assert_close(whole[2], expected[..., 1:5], rtol=1e-4, atol=1e-4)
        wide = expected[..., 3:4].exp() * 8 >= export.SMALL
        plain_score = expected[..., :1].sigmoid()
        torch.testing.assert_close(whole[0][wide], plain_score[wide], rtol=1e-4, atol=1e-5)
        self.assertTrue(wide.any() and not wide.all())
        odds = (export.SMALL / (expected[..., 3:4].exp() * 8)) ** export.SMALL_PENALTY
        penalised = plain_score / (plain_score + (1 - plain_score) * odds)
        torch.testing.assert_close(whole[0][~wide], penalised[~wide], rtol=1e-3, atol=1e-5)

    def test_scores_are_shifted_so_that_the_chosen_one_becomes_the_least(self):
        x = torch.rand(1, 3, 64, 64) * 255
        with torch.no_grad():
            before = export.Exported(self.network, 0.5, 0.5).eval()(x)[0]
            after = export.Exported(self.network, 0.4, 0.7).eval()(x)[0]
        shift = np.log(0.7 / 0.3) - np.log(0.4 / 0.6)
        torch.testing.assert_close(after.logit(), before.logit() + shift, rtol=1e-3, atol=1e-3)

    def test_weights_come_back_from_a_file_with_batch_norms_that_fit(self):
        proto = export.to_onnx(export.Exported(self.network, 0.4, 0.7).eval())
        back = restore.restore(proto, export.logit(0.7) - export.logit(0.4))
        batches = [torch.rand(2, 3, 64, 96) for _ in range(3)]
        restore.normalise(back, batches)
        with torch.no_grad():
            for expected, actual in zip(self.network(batches[0]), back(batches[0]), strict=True):
                torch.testing.assert_close(actual, expected, rtol=1e-3, atol=1e-3)
        norm = back.s8[1].a[1]
        before = back.stem(torch.cat(batches))
        seen = back.s8[1].a[0](back.s8[0](before))
        torch.testing.assert_close(norm.running_mean, seen.mean((0, 2, 3)), rtol=1e-3, atol=1e-3)

    def int8(self, make) -> onnx.ModelProto:
        proto = export.to_onnx(export.Exported(self.network, 0.5, 0.7).eval())
        squares = [np.random.default_rng(i).uniform(0, 255, (1, 3, 64, 64)).astype(np.float32) for i in range(4)]
        return make(proto, squares)

    def test_what_takes_less_time_gives_the_same_bytes(self):
        before = self.int8(quantize.quantized)
        after = copy.deepcopy(before)
        pairs.pair_cells(after)
        upsample.repeat_cells(after)
        onnx.checker.check_model(after, full_check=True)
        self.assertNotIn("Resize", [node.op_type for node in after.graph.node])
        self.assertEqual([list(v.dims) for v in after.graph.initializer].count([32, 16, 3, 4]), 2)
        sessions = [onnxruntime.InferenceSession(each.SerializeToString()) for each in (before, after)]
        for height, width in ((32, 32), (96, 160), (64, 224)):
            x = np.random.default_rng(height).uniform(0, 255, (1, 3, height, width)).astype(np.float32)
            for expected, actual in zip(*(session.run(None, {"input": x}) for session in sessions), strict=True):
                np.testing.assert_array_equal(actual, expected)

    def test_weights_come_back_from_int8_but_for_a_step(self):
        back = restore.restore(self.int8(quantize.to_int8), export.logit(0.7) - export.logit(0.5))
        folded = export.fold(self.network)
        exact = folded.s16[1].a[0].weight
        step = exact.abs().amax((1, 2, 3), keepdim=True) / 127
        actual = back.s16[1].a[0].weight
        self.assertTrue(((actual - exact).abs() <= 0.51 * step).all())
        paired = folded.stem[2].b[0].weight
        step = paired.abs().amax((1, 2, 3), keepdim=True) / 127
        self.assertTrue(((back.stem[2].b[0].weight - paired).abs() <= 0.51 * step).all())
        torch.testing.assert_close(back.s16[1].a[1].bias, folded.s16[1].a[0].bias, rtol=0, atol=1e-3)
