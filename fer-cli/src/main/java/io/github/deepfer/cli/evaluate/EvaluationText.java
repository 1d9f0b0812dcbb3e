package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.cli.evaluate.Evaluation.ClassFigures;
import io.github.deepfer.cli.support.Text;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An evaluation for people. */
final class EvaluationText {
  private EvaluationText() {}

  static void write(Evaluation evaluation, RuntimeInfo runtime, PrintWriter out) {
    print(
        out,
        "%s on %s: %s, accuracy %.2f %%",
        runtime.classifier().id(),
        runtime.executionProvider(),
        Text.count(evaluation.samples(), "face"),
        100 * evaluation.accuracy());
    print(
        out,
        "macro-F1 %.4f, expected calibration error %.4f, %.0f faces per second",
        evaluation.macroF1(),
        evaluation.ece(),
        evaluation.imagesPerSecond());
    evaluation
        .votes()
        .ifPresent(
            votes ->
                print(
                    out,
                    "FER+ majority: %.2f %% of %s",
                    100 * votes.accuracy(),
                    Text.count(votes.samples(), "face")));
    evaluation
        .unseen()
        .ifPresent(
            unseen ->
                print(
                    out,
                    "without near-duplicates in Training: %.2f %% of %s",
                    100 * unseen.accuracy(),
                    Text.count(unseen.samples(), "face")));
    if (evaluation.malformedRows() > 0) {
      print(out, "passed over: %s", Text.count(evaluation.malformedRows(), "malformed row"));
    }
    out.println();
    print(out, "%-9s %9s %9s %9s %9s", "", "precision", "recall", "F1", "support");
    for (Map.Entry<Emotion, ClassFigures> entry : evaluation.perClass().entrySet()) {
      ClassFigures figures = entry.getValue();
      print(
          out,
          "%-9s %9.4f %9.4f %9.4f %9d",
          entry.getKey().label(),
          figures.precision(),
          figures.recall(),
          figures.f1(),
          figures.support());
    }
    out.println();
    StringBuilder header = new StringBuilder(String.format(Locale.ROOT, "%-9s", "is \\ told"));
    for (Emotion emotion : evaluation.confusion().keySet()) {
      header.append(String.format(Locale.ROOT, "%9s", emotion.label()));
    }
    out.println(header);
    for (Map.Entry<Emotion, List<Long>> row : evaluation.confusion().entrySet()) {
      StringBuilder line =
          new StringBuilder(String.format(Locale.ROOT, "%-9s", row.getKey().label()));
      for (long count : row.getValue()) {
        line.append(String.format(Locale.ROOT, "%9d", count));
      }
      out.println(line);
    }
    out.flush();
  }

  private static void print(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
