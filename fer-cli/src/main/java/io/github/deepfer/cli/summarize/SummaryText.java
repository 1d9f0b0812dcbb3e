package io.github.deepfer.cli.summarize;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.cli.support.Text;
import io.github.deepfer.report.EmotionStatistics;
import io.github.deepfer.report.FaceSummary;
import io.github.deepfer.report.GroupDifference;
import io.github.deepfer.report.Spread;
import io.github.deepfer.report.Wording;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Summaries for people. */
final class SummaryText {
  private SummaryText() {}

  static void write(PrintWriter out, List<TableSummary> summaries) {
    for (TableSummary summary : summaries) {
      write(out, summary.table().toString(), summary.all());
      if (summary.folders().size() > 1) {
        summary.folders().forEach((folder, faces) -> write(out, folder, faces));
      }
    }
    if (summaries.size() == 2) {
      out.println("the second less the first, with the 95 % confidence interval and Cohen's d");
      EmotionStatistics first = summaries.get(0).all().faces();
      EmotionStatistics second = summaries.get(1).all().faces();
      for (Emotion emotion : EmotionStatistics.EMOTIONS) {
        compare(out, emotion.label(), first.probability(emotion), second.probability(emotion));
      }
      compare(out, "valence", first.valence(), second.valence());
    }
  }

  private static void write(PrintWriter out, String name, FaceSummary summary) {
    out.println(
        Text.printable(name)
            + (": " + Wording.count(summary.pictures(), "picture"))
            + (", " + Wording.count(summary.faces().count(), "face"))
            + ("; left out: " + summary.withoutFace() + " without a face")
            + (", " + summary.failed() + " failed")
            + (", " + Wording.count(summary.rejected(), "face") + " seen too badly"));
    if (summary.faces().count() == 0) {
      return;
    }
    for (Emotion emotion : EmotionStatistics.EMOTIONS) {
      out.println(
          String.format(
              Locale.ROOT,
              "  %-8s  mean %s, deviation %s, shown by %d (%s)",
              emotion.label(),
              Wording.number(summary.faces().probability(emotion).mean(), 3),
              Wording.number(summary.faces().probability(emotion).deviation(), 3),
              summary.faces().shown(emotion),
              Wording.percent(summary.faces().share(emotion))));
    }
    Spread valence = summary.faces().valence();
    out.println(
        "  valence   mean "
            + Wording.number(valence.mean(), 3)
            + (", deviation " + Wording.number(valence.deviation(), 3)));
  }

  private static void compare(PrintWriter out, String name, Spread first, Spread second) {
    GroupDifference difference = GroupDifference.of(first, second);
    out.println(
        String.format(
            Locale.ROOT,
            "  %-8s  %s [%s, %s], d %s",
            name,
            Wording.number(difference.difference(), 3),
            Wording.number(difference.low(), 3),
            Wording.number(difference.high(), 3),
            Wording.number(difference.effect(), 2)));
  }
}
