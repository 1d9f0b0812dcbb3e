package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.report.Evaluation;
import io.github.deepfer.report.Evaluation.ClassFigures;
import io.github.deepfer.report.Evaluation.Subset;
import io.github.deepfer.report.Wording;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** An evaluation for people. */
final class EvaluationText {
  private EvaluationText() {}

  static void write(Evaluation evaluation, BackendInfo runtime, PrintWriter out) {
    out.println(
        runtime.id()
            + runtime.head().map(head -> ", head " + head + ",").orElse("")
            + (" on " + runtime.executionProvider())
            + (": " + Wording.count(evaluation.samples(), "face"))
            + (", accuracy " + Wording.percent(evaluation.accuracy(), 2)));
    out.println(
        "macro-F1 "
            + Wording.number(evaluation.macroF1(), 4)
            + (", expected calibration error " + Wording.number(evaluation.ece(), 4))
            + (", " + Wording.number(evaluation.imagesPerSecond(), 0) + " faces per second"));
    evaluation.votes().ifPresent(votes -> out.println(line("FER+ majority", votes)));
    evaluation
        .unseen()
        .ifPresent(unseen -> out.println(line("without near-duplicates in Training", unseen)));
    if (evaluation.malformedRows() > 0) {
      out.println("left out: " + Wording.count(evaluation.malformedRows(), "malformed row"));
    }
    out.println();
    row(out, "", List.of("precision", "recall", "F1", "support"));
    evaluation.perClass().forEach((emotion, figures) -> row(out, emotion.label(), cells(figures)));
    out.println();
    out.println("rows: actual, columns: predicted");
    row(out, "", evaluation.confusion().keySet().stream().map(Emotion::label).toList());
    evaluation
        .confusion()
        .forEach(
            (emotion, counts) ->
                row(out, emotion.label(), counts.stream().map(String::valueOf).toList()));
    out.flush();
  }

  private static String line(String name, Subset subset) {
    return name
        + (": " + Wording.percent(subset.accuracy(), 2))
        + (" of " + Wording.count(subset.samples(), "face"));
  }

  private static List<String> cells(ClassFigures figures) {
    return List.of(
        Wording.number(figures.precision(), 4),
        Wording.number(figures.recall(), 4),
        Wording.number(figures.f1(), 4),
        Long.toString(figures.support()));
  }

  private static void row(PrintWriter out, String name, List<String> cells) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-9s", name));
    cells.forEach(cell -> line.append(String.format(Locale.ROOT, " %9s", cell)));
    out.println(line);
  }
}
