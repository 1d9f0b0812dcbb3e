package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.cli.analyze.Outcome.Analyzed;
import io.github.deepfer.cli.support.Text;
import io.github.deepfer.report.Wording;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A line per face. Failures are shown on stderr instead. */
final class TextReport implements Report {
  private static final int BAR_CELLS = 20;
  private static final int RUNNERS_UP = 2;
  private static final float MIN_MENTIONED = 0.01f;

  private final PrintWriter out;

  TextReport(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void add(Outcome outcome) {
    if (outcome instanceof Analyzed analyzed) {
      write(analyzed.image(), analyzed.analysis());
    }
  }

  private void write(String image, Analysis analysis) {
    int faces = analysis.faces().size();
    out.println(
        Text.printable(image)
            + (" (" + analysis.width() + "x" + analysis.height() + "): ")
            + (faces == 0 ? noFace(analysis.rejected().size()) : Wording.count(faces, "face")));
    int number = 1;
    for (Face face : analysis.faces()) {
      out.println(line(number++, face));
    }
    out.flush();
  }

  private static String noFace(int rejected) {
    return rejected == 0 ? "no face found" : "no face of enough quality, " + rejected + " rejected";
  }

  private static String line(int number, Face face) {
    Box box = face.box();
    return String.format(
            Locale.ROOT,
            "%4d  %-8s %s %5s   %-13s  score %.2f   %s",
            number,
            face.emotion().label(),
            Text.bar(face.probability(), BAR_CELLS),
            Wording.percent(face.probability()),
            box.width() + "x" + box.height() + "+" + box.x() + "+" + box.y(),
            face.score(),
            runnersUp(face))
        .stripTrailing();
  }

  private static String runnersUp(Face face) {
    return face.probabilities().asMap().entrySet().stream()
        .filter(entry -> entry.getKey() != face.emotion() && entry.getValue() >= MIN_MENTIONED)
        .sorted(Map.Entry.<Emotion, Float>comparingByValue(Comparator.reverseOrder()))
        .limit(RUNNERS_UP)
        .map(entry -> entry.getKey().label() + " " + Wording.percent(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void finish(RuntimeInfo runtime) {
    out.println(
        "detector "
            + runtime.detector().id()
            + ", classifier "
            + runtime.classifier().id()
            + runtime.head().map(head -> ", head " + head + ",").orElse("")
            + " on "
            + runtime.executionProvider());
  }
}
